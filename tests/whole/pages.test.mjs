// Every kind of page, as people look at it: small and wide, light and dark, with a keyboard, with a reader; and what it weighs.
// Pictures for looking at are left in build/shots.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openBrowser, person, phone, require, signIn } from './browser.mjs';
import { Office, isLong, root, using } from './office.mjs';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { FileSystemConfigLoader, HtmlValidate } = require('html-validate');
const validator = new HtmlValidate(new FileSystemConfigLoader());
const shots = join(root, 'build/shots');

const desktop = { width: 1280, height: 900 };
// Two of the four looks, each width and each scheme once; all four in the long run.
const looks = isLong ? [[phone, 'light'], [desktop, 'light'], [desktop, 'dark'], [phone, 'dark']] : [[phone, 'light'], [desktop, 'dark']];

// One page of each kind stands for all; the interface's own description says which addresses are of one kind.
let kindOf = (path) => path;
async function learnKinds(office) {
  const patterns = Object.keys((await office.json('GET', '/openapi.json')).body.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .map((pattern) => [pattern, new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)]);
  kindOf = (path) => patterns.find(([, address]) => address.test(path.split('?')[0]))?.[0] ?? path;
}

// Follows the links of a site, one page of each kind.
async function* pagesFrom(page, starts, others) {
  const waiting = [...starts];
  const known = new Set();
  while (waiting.length > 0) {
    const path = waiting.shift();
    if (known.has(kindOf(path))) continue;
    known.add(kindOf(path));
    const answer = await page.goto(path, { waitUntil: 'load' });
    if (!/^text\/html/.test(answer.headers()['content-type'] ?? '')) continue;
    yield { path, answer };
    for (const href of await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
      const target = href.split('#')[0];
      if (target && !known.has(kindOf(target)) && !others.has(kindOf(target)) && !target.includes('lang=') && !/^\/evidence\/[^/]+\/picture/.test(target) && !/(\.csv|\.xlsx|\/feed|\/paper|\/preview)(\?|$)/.test(target)) waiting.push(target);
    }
  }
}

// What is wrong with a page, in all four looks.
async function faultsOf(page, path, answer, name) {
  const faults = [];
  if (answer.status() !== 200) faults.push(`answers ${answer.status()}`);
  const report = await validator.validateString(await answer.text(), join(root, 'web/page.html'));
  for (const result of report.results)
    for (const message of result.messages) faults.push(`html-validate ${message.ruleId}: ${message.message} (line ${message.line})`);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id).filter((id, i, all) => all.indexOf(id) !== i));
  if (ids.length > 0) faults.push(`ids twice: ${ids}`);
  // What stands in <code> is meant as it is: names of events for other programs.
  const said = (await page.locator('body code').allInnerTexts()).reduce((text, code) => text.replace(code, ''), await page.innerText('body'));
  const raw = said.match(/\{\{|\}\}|(?<![.\w])(?:act|error|field|value|report|case|clock|identity|desk|finding|letter|recommendation|common)\.[a-z_]+(?:\.[a-z_]+)*\b/);
  if (raw) faults.push(`untranslated: ${raw[0]}`);
  await page.evaluate(axe);
  for (const [viewport, colorScheme] of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const look = `${viewport.width}-${colorScheme}`;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) faults.push(`${look}: scrolls sideways by ${wide} px`);
    // Structure is the same in the dark; only colours are not.
    const options = colorScheme === 'light' ? { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] } : { runOnly: ['color-contrast'] };
    const { violations } = await page.evaluate((how) => globalThis.axe.run(document, how), options);
    for (const violation of violations)
      faults.push(`${look}: axe ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`).join(' | ')}`);
    // Of a page as long as the law only the beginning.
    const height = await page.evaluate(() => Math.min(document.documentElement.scrollHeight, 3000));
    await page.screenshot({ path: join(shots, `${name}-${look}.png`), fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height }, timeout: 60_000 });
  }
  return faults.map((fault) => `${path}: ${fault}`);
}

async function lookAtAll(page, starts, prefix, others = new Set()) {
  const faults = [];
  const seen = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(`${page.url()}: console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${page.url()}: script: ${error.message}`));
  for await (const { path, answer } of pagesFrom(page, starts, others)) {
    seen.push(path);
    faults.push(...await faultsOf(page, path, answer, `${prefix}${kindOf(path).replaceAll(/[^a-z0-9]+/g, '-')}`));
  }
  assert.deepEqual(faults, [], faults.join('\n'));
  return seen;
}

// The pages of a draft, which only somebody who is writing one sees.
async function writeDraft(page) {
  const faults = [];
  const look = async (name) => {
    const answer = await page.reload();
    faults.push(...await faultsOf(page, new URL(page.url()).pathname, answer, `lapor-${name}`));
    await page.setViewportSize(phone);
  };
  const go = () => page.locator('.form-end button.primary').first().click();
  await page.goto('/lapor');
  await page.click('label[for=f-track-formal]');
  await go();
  await page.waitForURL('**/lapor/tempat');
  await look('tempat');
  await page.fill('input[name=q]', 'Kroya');
  await page.click('form[role=search] button');
  await page.locator('button[name=place]').first().waitFor();
  await look('tempat-kroya');
  await page.goto('/lapor/tempat?q=Jombang+Cilegon');
  await page.locator('section[aria-label] button[name=place]').first().click();
  for (const step of ['waktu', 'peristiwa', 'terlapor', 'bukti', 'pelapor']) {
    await page.waitForURL(`**/lapor/${step}`);
    await look(step);
    if (step === 'waktu') {
      await page.fill('input[name=date_happened]', '2024-10-22');
      await page.fill('input[name=date_known]', '2024-10-23');
    }
    if (step === 'peristiwa') await page.fill('input[name=event]', 'Dugaan contoh untuk dilihat');
    if (step === 'pelapor') await page.click('label[for=f-reporter-capacity-other], label[for=f-reporter_capacity-other]');
    await go();
  }
  await page.waitForURL('**/lapor/periksa');
  await look('periksa');
  await go();
  await page.waitForURL('**/lapor/tanda-terima');
  await look('tanda-terima');
  await page.goto('/status');
  const clock = await page.locator('.clock a[href^="/status/clocks/"]').first().getAttribute('href');
  for (const path of ['/status', clock, '/status/power-of-attorney', '/status/formal-report', '/status/withdrawal']) {
    await page.goto(path);
    await look(path === clock ? 'status-clock' : path.replaceAll('/', '-').slice(1));
  }
  return faults;
}

// ---- weight ----

async function weightOfTheWay(browser, office) {
  const page = await person(browser, office, { script: true });
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  let bytes = 0;
  const parts = [];
  const addresses = new Map();
  line.on('Network.responseReceived', ({ requestId, response }) => addresses.set(requestId, response.url.replace(office.url, '')));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    parts.push(`${addresses.get(requestId)} ${encodedDataLength}`);
  });
  const go = () => page.locator('.form-end button.primary').first().click();
  await page.goto('/', { waitUntil: 'networkidle' });
  await page.goto('/lapor');
  await page.click('label[for=f-track-formal]');
  await go();
  await page.waitForURL('**/lapor/tempat');
  await page.fill('input[name=q]', 'Gerogol Cilegon');
  await page.click('form[role=search] button');
  await page.locator('section[aria-label] button[name=place]').first().click();
  await page.waitForURL('**/lapor/waktu');
  await page.fill('input[name=date_happened]', '2024-10-22');
  await page.fill('input[name=date_known]', '2024-10-23');
  await go();
  await page.waitForURL('**/lapor/peristiwa');
  await page.fill('input[name=event]', 'Dugaan contoh untuk ditimbang');
  await go();
  for (const step of ['terlapor', 'bukti', 'pelapor']) {
    await page.waitForURL(`**/lapor/${step}`);
    await go();
  }
  await page.waitForURL('**/lapor/periksa');
  await go();
  await page.waitForURL('**/lapor/tanda-terima');
  await page.waitForLoadState('networkidle');
  return { bytes, parts };
}

// ---- keyboard ----

async function byKeyboard(page) {
  await page.goto('/lapor');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop is the skip link');
  await page.keyboard.press('Enter');
  const inMain = () => page.evaluate(() => document.querySelector('main').contains(document.activeElement));
  assert.ok(await inMain(), 'the skip link leads into the content');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'track', 'and the next stop is the form');
  await page.keyboard.press('Space');
  assert.equal(await page.inputValue('input[name=track]:checked'), 'formal');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.inputValue('input[name=track]:checked'), 'lead');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lapor/tempat');
}

// The help names the keys this person has on this page, and no others lead anywhere.
async function keysFitThePerson(browser, office) {
  for (const [who, start, has, lacks] of [
    ['pengawas.cilegon', '/leads', ['gd', 'gl', 'gf', 'jk'], ['/', 'gt', 'gr', 'gc', 'x']],
    ['penerima.cilegon', '/worklist', ['/', 'gt', 'gr', 'gc', 'jk', 'x'], ['gd', 'gl', 'gf']],
  ]) {
    const page = await person(browser, office, { script: true, viewport: desktop });
    await signIn(page, `${who}@contoh.netra`);
    await page.goto(start, { waitUntil: 'networkidle' });  // keys come with a script of their own
    await page.keyboard.press('?');
    await page.waitForSelector('#help dt:visible');
    const shown = (await page.locator('#help dt:visible').all()).map(async (line) => (await line.innerText()).replace(/\s/g, ''));
    const keys = await Promise.all(shown);
    for (const key of has) assert.ok(keys.includes(key), `${who} has ${key}: ${keys}`);
    for (const key of lacks) assert.ok(!keys.includes(key), `${who} lacks ${key}: ${keys}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press(lacks.includes('gc') ? 'c' : 'd');
    await page.waitForTimeout(300);
    assert.equal(new URL(page.url()).pathname, start, 'a place one may not enter has no key');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL('**/offices');
  }
}

test('pages', { timeout: 600_000 }, async (t) => {
  rmSync(shots, { recursive: true, force: true });
  mkdirSync(shots, { recursive: true });
  const browser = await openBrowser();
  try {
    await using(Office.start(), async (office) => {
      await learnKinds(office);
      await t.test('the public side', async () => {
        const seen = await lookAtAll(await person(browser, office, { script: true }), ['/', '/lapor', '/lapor/lanjut', '/status', '/aturan', '/rules', '/board', '/sanctions', '/offices', '/elections', '/regions', '/holidays', '/sign-in'], 'public');
        assert.ok(seen.length >= 12, `${seen}`);
        t.diagnostic(`public: ${seen.join(' ')}`);
      });
      await t.test('the pages of a report that is being written', async () => {
        const faults = await writeDraft(await person(browser, office, { script: true }));
        assert.deepEqual(faults, [], faults.join('\n'));
      });
      const seenBefore = new Set(['/sign-in', '/lapor', '/lapor/lanjut', '/status', '/']);
      for (const [who, starts] of [['penangan.cilegon', ['/today', '/worklist', '/reports/new', '/search?q=contoh', '/form-a/new']], ['ketua.cilegon', ['/today']], ['admin.cilegon', ['/today', '/people/new', '/offices/bawaslu-36.72/numbers']], ['pengawas.cilegon', ['/today', '/leads/new']], ['bkpsdm.cilegon', ['/answers']], ['penyidik.cilegon', ['/today', '/tracks']], ['auditor', ['/today', '/journal']]])
        await t.test(`the desk of ${who}`, async () => {
          const page = await person(browser, office, { script: true, viewport: desktop });
          await signIn(page, `${who}@contoh.netra`);
          const seen = await lookAtAll(page, starts, `${who.split('.')[0]}`, seenBefore);
          for (const path of seen) if (who !== 'ketua.cilegon') seenBefore.add(kindOf(path));
          t.diagnostic(`${who}: ${seen.join(' ')}`);
        });
      await t.test('the way from the first page to the receipt weighs at most 100 KB', async () => {
        const { bytes, parts } = await weightOfTheWay(browser, office);
        t.diagnostic(`${bytes} bytes\n${parts.join('\n')}`);
        assert.ok(bytes <= 100 * 1024, `${bytes} bytes:\n${parts.join('\n')}`);
      });
      await t.test('keys and their help fit the person', async () => keysFitThePerson(browser, office));
      await t.test('the keyboard is enough', async () => byKeyboard(await person(browser, office, { script: true })));
    });
  } finally {
    await browser.close();
  }
});
