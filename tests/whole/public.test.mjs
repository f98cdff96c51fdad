// What anybody may see, and what a receipt's code opens: the board as a feed, light or dark by choice, clocks explained,
// a power of attorney handed in; all without script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, person } from './browser.mjs';
import { engines, using } from './office.mjs';
import { formalReport, key, secrets } from './reports.mjs';

// A strict reader: every element closed, every attribute quoted, no entity but the five. Gives the tree.
function parseXml(text) {
  const root = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const bare = text.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\n/, '');
  assert.notEqual(bare, text, 'an XML declaration');
  for (const [, between, tag] of bare.matchAll(/([^<]*)(<[^>]*>|$)/g)) {
    assert.doesNotMatch(between, /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i, 'a bare ampersand');
    open.at(-1).text += between;
    if (!tag) continue;
    const closing = tag.match(/^<\/([\w:]+)>$/);
    if (closing) {
      assert.equal(open.pop().name, closing[1], tag);
      continue;
    }
    const [, name, inside, empty] = tag.match(/^<([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>$/) ?? assert.fail(`not XML: ${tag}`);
    const attributes = Object.fromEntries([...inside.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, n, v]) => [n, v]));
    const element = { name, attributes, children: [], text: '' };
    open.at(-1).children.push(element);
    if (!empty) open.push(element);
  }
  assert.equal(open.length, 1, `${open.at(-1).name} is never closed`);
  assert.equal(root.children.length, 1);
  return root.children[0];
}

const all = (element, name) => element.children.filter((child) => child.name === name);
const one = (element, name) => {
  const found = all(element, name);
  assert.equal(found.length, 1, `${found.length} times ${name} in ${element.name}`);
  return found[0];
};

// RFC 4287: what must be there, once.
async function feed(office) {
  const answer = await office.page('/board/feed', { accept: 'application/atom+xml' });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
  const tree = parseXml(answer.text);
  assert.equal(tree.name, 'feed');
  assert.equal(tree.attributes.xmlns, 'http://www.w3.org/2005/Atom');
  const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  assert.match(one(tree, 'id').text, /^tag:/);
  assert.match(one(tree, 'updated').text, stamp);
  assert.match(one(tree, 'title').text, /\S/);
  const links = Object.fromEntries(all(tree, 'link').map((link) => [link.attributes.rel, link.attributes.href]));
  assert.match(links.self, /^https?:\/\/.*\/board\/feed$/);
  assert.match(links.alternate, /^https?:\/\/.*\/board$/);
  const entries = all(tree, 'entry');
  assert.ok(entries.length >= 5, `${entries.length} entries`);
  for (const entry of entries) {
    assert.match(one(entry, 'id').text, /^tag:[^,]+,\d{4}-\d\d-\d\d:/);
    assert.match(one(entry, 'updated').text, stamp);
    assert.match(one(entry, 'title').text, /\S/);
    assert.match(one(one(entry, 'author'), 'name').text, /Bawaslu/);
  }
  assert.equal(new Set(entries.map((entry) => one(entry, 'id').text)).size, entries.length, 'ids are not the same');
  assert.equal(one(tree, 'updated').text, entries.map((entry) => one(entry, 'updated').text).sort().at(-1));
  return { answer, entries };
}

// Names that the office knows: of accounts, of who is reported, of who reports.
async function namesNobody(office, text) {
  for (const word of [...secrets, 'Warga Contoh', 'Pegawai Contoh', 'Petugas Contoh', '@contoh.netra']) assert.ok(!text.includes(word), word);
  const officer = await office.session('ketua.cilegon@contoh.netra');
  const cases = (await office.json('GET', '/cases', undefined, officer)).body;
  for (const row of Object.values(cases).find(Array.isArray)) {
    assert.ok(!text.includes(row.id), 'an inner id');
    if (row.title) assert.ok(!text.includes(row.title), row.title);
  }
}

async function unchanged(office, answer) {
  const etag = answer.headers.get('etag');
  assert.match(answer.headers.get('cache-control'), /public/);
  assert.equal((await office.page('/board/feed', { accept: '*/*', 'if-none-match': etag })).status, 304);
  const english = await office.page('/board/feed', { accept: '*/*', 'accept-language': 'en', 'if-none-match': etag });
  assert.equal(english.status, 200, 'another language is another text');
  assert.match(answer.headers.get('vary'), /Accept-Language/);
  const tree = await office.json('GET', '/board/feed');
  assert.ok(tree.body.entries.length >= 5, 'the same as JSON');
  assert.deepEqual((await office.json('GET', '/board/feed?office=nowhere')).body.entries, [], 'of an office that has none');
}

const colourOf = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

async function lightOrDark(office, browser) {
  const page = await person(browser, office, { colorScheme: 'light' });
  await page.goto('/board?office=bawaslu-36.72');
  const light = await colourOf(page);
  await page.click('form[action="/appearance"] button[value=dark]');
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/board?office=bawaslu-36.72', 'back where it was chosen');
  const dark = await colourOf(page);
  assert.notEqual(dark, light);
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
  await page.goto('/lapor');
  assert.equal(await colourOf(page), dark, 'on every page');
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith('theme'));
  assert.equal(cookie.value, 'dark');
  assert.ok(cookie.httpOnly && cookie.sameSite === 'Lax');
  await page.click('form[action="/appearance"] button[value=device]');
  assert.equal(await colourOf(page), light);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await colourOf(page), dark, 'as the device has it');
  await page.click('form[action="/appearance"] button[value=light]');
  assert.equal(await colourOf(page), light, 'the choice wins over the device');
  await page.context().close();
}

async function themeRefusals(office) {
  const post = (body, headers) => office.json('POST', '/appearance', body, headers);
  const pink = await post({ theme: 'pink' });
  assert.deepEqual([pink.status, pink.body.code], [400, 'request.fields']);
  assert.equal((await post({ theme: 'dark' }, { origin: 'https://evil.example' })).body.code, 'request.cross_site');
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) assert.equal((await post({ theme: 'dark', next })).body.next, '/', next);
  const etag = async (cookie) => (await office.page('/board', cookie ? { cookie } : {})).headers.get('etag');
  const [device, dark, invented] = [await etag(), await etag('theme=dark'), await etag('theme=pink')];
  assert.notEqual(dark, device, 'a dark page is another page');
  assert.equal(invented, device, 'what nobody offered changes nothing, nor does the time of day');
  assert.equal((await office.page('/board', { 'if-none-match': device })).status, 304);
  assert.match((await office.page('/board')).headers.get('vary'), /Cookie/);
}

// From the receipt's code to the sum of a clock; without the code nothing opens.
async function clocksByCode(office, browser, receipt) {
  const page = await person(browser, office);
  await page.goto('/status');
  await page.fill('input[name=code]', receipt.code);
  await page.click('main button.primary');
  await page.click('.clock summary');
  await page.click('.clock a[href^="/status/clocks/"]');
  const text = await page.innerText('main');
  assert.match(text, /hari kalender/);
  assert.match(text, /WIB/);
  assert.match(text, /Perbawaslu/);
  assert.ok((await page.locator('table.sum tbody tr').count()) >= 2, 'day by day');
  assert.ok((await page.locator('#readings .panel').count()) >= 2, 'both readings');
  await namesNobody(office, await page.content());
  assert.ok(!page.url().includes(receipt.code.split('-')[0]), 'no code in the address');
  const address = new URL(page.url()).pathname;
  await page.context().close();

  const stranger = await office.page(address);
  assert.deepEqual([stranger.status, stranger.headers.get('location')], [303, '/status']);
  assert.equal((await office.json('GET', address)).body.code, 'report.code_unknown');
  const other = (await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() })).body.receipt;
  assert.equal((await office.json('GET', address, undefined, { 'x-netra-code': other.code })).body.code, 'clock.unknown');
}

async function letterByCode(office, browser, receipt) {
  const page = await person(browser, office);
  await page.goto('/status');
  await page.fill('input[name=code]', receipt.code);
  await page.click('main button.primary');
  await page.click('a[href="/status/power-of-attorney"]');
  const letter = { name: 'kuasa Warga Contoh Rahasia.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 kuasa contoh') };
  await page.setInputFiles('input[type=file]', letter);
  await page.click('main button.primary');
  assert.ok((await page.locator('.field-error').count()) > 0, 'a letter, but for nobody');
  await page.click('label[for="f-proxy-true"]');
  await page.setInputFiles('input[type=file]', letter);
  await page.click('main button.primary');
  assert.equal(new URL(page.url()).pathname, '/status');
  assert.match(await page.innerText('main'), /Surat kuasa sudah diterima/);
  const status = (await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code })).body;
  assert.deepEqual([status.attorney.is_proxy, status.attorney.is_given], [true, true]);
  assert.ok(!JSON.stringify(status).includes('kuasa Warga'), 'its name stays unsaid');
  await page.context().close();
}

for (const engine of engines())
  test(`what anybody may see, on ${engine.name}`, { timeout: 600_000 }, async (t) => {
    await using(engine.start(), async (office) => {
      const browser = await openBrowser();
      try {
        await t.test('the board is a feed', async () => {
          const { answer } = await feed(office);
          await namesNobody(office, answer.text);
          await unchanged(office, answer);
          const page = await office.page('/board');
          assert.match(page.text, /<link rel="alternate" type="application\/atom\+xml" href="\/board\/feed"/);
          assert.match(page.text, /<a href="\/board\/feed"/);
        });
        await t.test('light or dark is chosen without script', () => lightOrDark(office, browser));
        await t.test('a choice is one of three and leads nowhere else', () => themeRefusals(office));
        const { receipt } = (await office.json('POST', '/reports', formalReport({ date_happened: '2024-10-23', date_known: '2024-10-23' }), { 'idempotency-key': key() })).body;
        await t.test('a code opens the sum of its clocks', () => clocksByCode(office, browser, receipt));
        await t.test('a code hands in a power of attorney', () => letterByCode(office, browser, receipt));
      } finally {
        await browser.close();
      }
    });
  });
