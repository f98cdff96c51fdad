// The whole way of a report, walked by people: from a phone without script to the notice, each in a browser of their own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openBrowser, person, signIn, textOf } from './browser.mjs';
import { engines, using } from './office.mjs';

// A photograph as a telephone makes it: with the place and the maker in its metadata.
async function photograph(browser) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 240];
    const draw = canvas.getContext('2d');
    draw.fillStyle = '#b33';
    draw.fillRect(40, 40, 200, 100);
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
  });
  await page.close();
  const plain = Buffer.from(base64, 'base64');
  const maker = Buffer.from('Kamera Contoh Rahasia\0');
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);        // one entry:
  tiff.writeUInt16LE(0x010f, 10);  // Make
  tiff.writeUInt16LE(2, 12);       // ASCII
  tiff.writeUInt32LE(maker.length, 14);
  tiff.writeUInt32LE(26, 18);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, maker]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, plain.subarray(2)]);
}

async function says(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${page.url()} says ${word}:\n${text.slice(0, 3000)}`);
}

async function at(page, path) {
  assert.ok(new URL(page.url()).pathname.match(path), `${page.url()} is not ${path}:\n${(await textOf(page)).slice(0, 2000)}`);
}

const next = (page) => page.locator('.form-end button.primary').first().click();
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// The demo's now, as a field of date and time wants it.
async function now(page) {
  const instant = new Date(await page.getAttribute('html', 'data-now'));
  return new Date(instant.getTime() + 7 * 3600_000).toISOString().slice(0, 16);
}

// ---- the citizen ----

async function fileByPhone(page, photo) {
  await page.goto('/');
  await says(page, /lapor/i);
  await page.goto('/lapor');
  await says(page, 'Laporkan dugaan pelanggaran netralitas', 'Laporan resmi', 'Informasi awal');
  await page.click('label[for=f-track-formal]');
  await page.click('form[action="/lapor"] button.primary');

  await at(page, '/lapor/tempat');
  await page.fill('input[name=q]', 'Grogol');
  await page.click('form[role=search] button');
  await says(page, 'Cilegon');
  const found = page.locator('section li.row', { hasText: 'Cilegon' });
  assert.ok(await page.locator('section[aria-label] li.row').count() > 1, 'namesakes are all offered');
  await found.locator('button[name=place]').first().click();

  await at(page, '/lapor/waktu');
  await page.fill('input[name=date_happened]', '2024-10-30');
  await page.fill('input[name=date_known]', '2024-10-23');
  await next(page);
  await says(page, 'Tanggal ini belum tiba');
  assert.equal(await page.inputValue('input[name=date_known]'), '2024-10-23', 'what was right is kept');
  await page.fill('input[name=date_happened]', '2024-10-22');
  await next(page);

  await at(page, '/lapor/peristiwa');
  await says(page, /Sisa \d+ hari/);
  await page.fill('input[name=event]', 'Dugaan ajakan memilih oleh pegawai pada apel contoh');
  await page.fill('textarea[name=chronology]', 'Pada apel pagi contoh,\nseorang pegawai mengajak hadirin memilih salah satu pasangan. Rekaan untuk pengujian.');
  await next(page);

  await at(page, '/lapor/terlapor');
  await page.fill('input[name="reported.0.name"]', 'Terlapor Contoh Jalan');
  await page.selectOption('select[name="reported.0.kind"]', 'pns');
  await page.fill('input[name="reported.0.position"]', 'Kepala Seksi Contoh');
  await page.fill('input[name="reported.0.address"]', 'Kantor Contoh');
  await next(page);

  await at(page, '/lapor/bukti');
  await page.setInputFiles('input[name=files]', [
    { name: 'foto contoh.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nSurat contoh\n%%EOF\n') },
  ]);
  await page.fill('input[name=description]', 'Foto dan surat contoh');
  await page.fill('input[name="witnesses.0.name"]', 'Saksi Contoh Jalan');
  await page.fill('input[name="witnesses.0.address"]', 'Jalan Saksi Contoh');
  await page.fill('input[name="witnesses.0.phone"]', '0800-0000-0008');
  await page.locator('button[name=stay]').first().click();
  await says(page, 'foto contoh.jpg', 'surat.pdf', 'sidik');
  await next(page);

  await at(page, '/lapor/pelapor');
  await page.fill('input[name="reporter.name"]', 'Pelapor Contoh Jalan');
  await page.fill('input[name="reporter.birth_place"]', 'Kota Contoh');
  await page.fill('input[name="reporter.birth_date"]', '1988-02-03');
  await page.check('input[name="reporter.sex"][value=female]');
  await page.fill('input[name="reporter.occupation"]', 'Guru contoh');
  await page.fill('input[name="reporter.citizenship"]', 'WNI');
  await page.fill('input[name="reporter.phone"]', '0800-0000-0009');
  await page.check('input[name="reporter.capacity"][value=voter_citizen]');
  await next(page);

  await at(page, '/lapor/periksa');
  await says(page, 'Yang belum lengkap', 'Alamat', 'Gerogol', 'foto contoh.jpg', 'Pelapor Contoh Jalan');
  assert.ok(await sideways(page) <= 0);
  await page.click('form[action="/lapor/kirim"] button.primary');

  await at(page, '/lapor/tanda-terima');
  await says(page, 'Laporan Anda sudah diterima', /24 Oktober 2024 .* WIB/, /Bawaslu.*Cilegon/, 'Yang masih perlu dilengkapi');
  assert.equal(await page.locator('svg.qr path').count(), 1);
  assert.equal(await page.locator('td.hash').count(), 2, 'the fingerprint of every file');
  return (await page.innerText('p.code')).trim();
}

async function openStatus(page, code) {
  await page.goto('/status');
  if (await page.locator('input[name=code]').count() === 0) await page.click('form[action="/status/leave"] button');
  await page.fill('input[name=code]', code.replaceAll('-', '').toLowerCase());
  await page.click('form[action="/status"] button.primary');
  await at(page, '/status');
}

async function complete(page, code) {
  await openStatus(page, code);
  await says(page, 'Mohon alamat pelapor (contoh)', /Sisa \d+ hari|jam/);
  await page.click('a[href="/status/formal-report"]');
  await page.fill('textarea[name="reporter.address"]', 'Jalan Pelapor Contoh 5');
  await next(page);
  await at(page, '/status');
  assert.ok(!(await textOf(page)).includes('Yang masih perlu dilengkapi'), await textOf(page));
}

// ---- the office ----

async function requestCompletion(page) {
  await page.goto('/today');
  await says(page, 'Petugas Penerima Contoh');
  await page.goto('/reports');
  await page.getByText('Dugaan ajakan memilih oleh pegawai pada apel contoh').first().waitFor();
  await page.locator('li, tr, article', { hasText: 'Dugaan ajakan memilih oleh pegawai pada apel contoh' }).locator('a[href^="/reports/"]').first().click();
  await at(page, /^\/reports\/[0-9a-f-]{36}$/);
  const path = new URL(page.url()).pathname;
  await says(page, 'Terlapor Contoh Jalan', 'Gerogol');
  assert.ok(!(await textOf(page)).includes('Pelapor Contoh Jalan'), 'the reporter is sealed');
  await page.locator(`details:has(form[action="${path}/completion"]) > summary`).click();
  await page.check(`form[action="${path}/completion"] input[value=reporter_address]`);
  await page.fill(`form[action="${path}/completion"] textarea[name=note]`, 'Mohon alamat pelapor (contoh)');
  await page.click(`form[action="${path}/completion"] button.primary`);
  await says(page, /Diminta/i);
  return path;
}

async function pictureWithoutMetadata(page, office, photo) {
  const href = await page.locator('a[href$="/picture"]').first().getAttribute('href');
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const shown = await fetch(office.url + href, { headers: { cookie: cookies } });
  assert.equal(shown.status, 200);
  assert.ok(!Buffer.from(await shown.arrayBuffer()).includes('Kamera Contoh Rahasia'), 'the copy for display has no metadata');
  const item = href.replace('/picture', '');
  await page.goto(item);
  const [download, answer] = await Promise.all([
    page.waitForEvent('download'),
    page.waitForResponse((one) => one.url().endsWith('/openings')),
    page.click(`form[action="${item}/openings"] button`),
  ]);
  assert.deepEqual(readFileSync(await download.path()), photo, 'the original is byte for byte what was sent');
  assert.match(answer.headers()['content-security-policy'], /sandbox/);
  assert.equal(answer.headers()['x-content-type-options'], 'nosniff');
  await page.goto(item);
  await says(page, 'Petugas Penerima Contoh');  // the chain of custody says who took it
}

async function openIdentity(page, report) {
  await page.goto(report);
  await page.fill(`form[action="${report}/identity"] input[name=reason]`, 'Menghubungi pelapor untuk klarifikasi (contoh)');
  await page.click(`form[action="${report}/identity"] button`);
  await says(page, 'Pelapor Contoh Jalan', 'Jalan Pelapor Contoh 5', 'Saksi Contoh Jalan');
  await page.goto(`${report}/history`);
  await says(page, 'Menghubungi pelapor untuk klarifikasi (contoh)');
}

async function review(page, report) {
  await page.goto(report);
  await page.click('form[action="/cases"] button');
  await at(page, /^\/cases\/[0-9a-f-]{36}$/);
  const path = new URL(page.url()).pathname;
  await page.goto(`${path}/review`);
  for (const mark of await page.locator('select[name$=".mark"]').all()) await mark.selectOption('fulfilled');
  await page.check('input[name=within_time][value=yes]');
  await page.check('input[name=competent][value=yes]');
  await page.check('input[name=already_handled][value=no]');
  await page.fill('textarea[name=analysis]', 'Syarat terpenuhi (contoh).');
  await page.check('input[name=result][value=complete]');
  await next(page);
  return path;
}

async function register(page, path) {
  await page.goto(path);
  await page.click(`form[action="${path}/registration"] button.primary`);
  const text = await textOf(page);
  const number = text.match(/\b\d{3}\/Reg\/LP\/PW\/(Kab|Kota)\/\d\d\.\d\d\/X\/2024\b/);
  assert.ok(number, `a register number after the template:\n${text.slice(0, 1500)}`);
  return number[0];
}

async function clarify(page, path) {
  await page.goto(`${path}/clarifications`);
  const invite = page.locator(`form[action="${path}/clarifications"]`);
  const options = await invite.locator('select[name=participant] option').allInnerTexts();
  await invite.locator('select[name=participant]').selectOption({ index: options.findIndex((label) => label.includes('Terlapor Contoh Jalan')) });
  await invite.locator('input[name=at]').fill('2024-10-25T10:00');
  await invite.locator('[name=place]').fill('Ruang klarifikasi contoh');
  await invite.locator('button.primary, button').last().click();
  await says(page, 'Ruang klarifikasi contoh');
  await page.goto(`${path}/clarifications`);
  const attendance = page.locator('form[action$="/attendance"]').first();
  await attendance.locator('select[name=attendance]').selectOption('attended');
  await attendance.locator('button').click();
  await page.goto(`${path}/clarifications`);
  await page.locator('details:has(form[action$="/minutes"]) > summary').first().click();
  const minutes = page.locator('form[action$="/minutes"]').first();
  await minutes.locator('textarea[name="answers.0.question"]').fill('Di mana Anda pada hari itu?');
  await minutes.locator('textarea[name="answers.0.answer"]').fill('Di apel contoh.');
  await minutes.locator('button').last().click();
  await page.goto(`${path}/clarifications`);
  await page.locator('details:has-text("Di apel contoh.") > summary').first().click();
  await says(page, 'Di apel contoh.');
}

async function study(page, path) {
  await page.goto(`${path}/studies`);
  const form = page.locator(`form[action="${path}/studies"]`);
  await form.locator('textarea[name=facts]').fill('Fakta contoh dari laporan dan klarifikasi.');
  assert.ok(await form.locator('input[name=rules]').count() > 0, 'the catalogue offers rules for a civil servant');
  await form.locator('input[name=rules]').first().check();
  await form.locator('textarea[name=analysis]').fill('Analisis contoh terhadap aturan.');
  await form.locator('select[name^="conclusions."][name$=".participant"]').first().selectOption({ label: 'Terlapor Contoh Jalan' });
  await form.locator('select[name^="conclusions."][name$=".outcome"]').first().selectOption('other_law');
  await form.locator('textarea[name^="conclusions."]').first().fill('Diduga melanggar ketentuan contoh.');
  await form.locator('button.primary').click();
  await says(page, 'Fakta contoh dari laporan dan klarifikasi.');
  await page.goto(path);
  await page.click(`form[action="${path}/stage"]:has(input[value=study_ready]) button`);
}

async function decide(page, path) {
  await page.goto(`${path}/plenaries`);
  const form = page.locator(`form[action="${path}/plenaries"]`);
  await form.locator('input[name="plenary.held_at"]').fill(await now(page));
  await form.locator('input[name="plenary.place"]').fill('Ruang rapat contoh');
  for (const vote of await form.locator('select[name$=".vote"]').all()) await vote.selectOption('agree');
  await form.locator('textarea[name="plenary.decision"]').fill('Memutuskan meneruskan dugaan (contoh).');
  await form.locator('input[type=checkbox][value=other_law]').check();
  await form.locator('button.primary').click();
  await page.goto(`${path}/plenaries`);
  await says(page, 'Memutuskan meneruskan dugaan (contoh).', 'Ketua Contoh', 'Anggota Dua Contoh');
}

async function notify(page, path) {
  await page.goto(`${path}/documents`);
  await page.fill(`form[action="${path}/notices"] textarea[name=text]`, 'Laporan Anda telah diputuskan dalam pleno (contoh).');
  await page.check('input[name=on_board]');
  await page.click(`form[action="${path}/notices"] button.primary`);
  await page.goto(`${path}/documents`);
  await says(page, 'Laporan Anda telah diputuskan dalam pleno (contoh).');
}

async function clockWithItsSum(page, path) {
  await page.goto(`${path}/clocks`);
  await page.locator('article.clock details > summary').first().click();
  const href = await page.locator('article.clock a[href^="/clocks/"]').first().getAttribute('href');
  await page.goto(href);
  for (const summary of await page.locator('main details > summary').all()) if (await summary.isVisible()) await summary.click();
  await says(page, /Oktober 2024/, /WIB/, /Perbawaslu|UU/);
}

async function addHoliday(page) {
  await page.goto('/holidays');
  const form = page.locator('form[action="/holidays"]');
  await form.locator('input[name=date]').fill('2024-10-29');  // a day on which, by one reading, open clocks end
  await form.locator('input[name=kind][value=national]').check();
  await form.locator('input[name=name]').fill('Hari libur contoh');
  await form.locator('input[name=decree]').fill('Keputusan Contoh 1/2024');
  await form.locator('textarea[name=reason]').fill('Ditetapkan daerah (contoh)');
  await form.locator('button.primary').click();
  await says(page, 'Hari libur contoh', 'Keputusan Contoh 1/2024');
  const redated = page.locator('#changes a[href^="/clocks/"]');
  assert.ok(await redated.count() > 0, `clocks are dated anew: ${await textOf(page)}`);
  await redated.first().click();
}

for (const engine of engines())
  test(`a report's whole way, without script, on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    const browser = await openBrowser();
    try {
      await using(engine.start(), async (office) => {
        const photo = await photograph(browser);
        const citizen = await person(browser, office);
        const staff = async (name, more) => {
          const page = await person(browser, office, { viewport: { width: 1280, height: 900 }, ...more });
          await signIn(page, `${name}.cilegon@contoh.netra`);
          return page;
        };
        const intake = await staff('penerima');
        const officer = await staff('penangan');
        const chair = await staff('ketua');
        let code, report, path, number;
        // Each step stands on the one before; the first that fails ends the walk.
        let broken = false;
        const step = (name, body) => t.test(name, { skip: broken && "an earlier step failed" }, async () => {
          broken = true;
          await body();
          broken = false;
        });
        await step('the alarms of the weeks before have rung', async () => {
          await chair.goto('/notices?show=all');
          assert.ok(await chair.locator('ol.rows > li').count() > 2, await textOf(chair));
        });
        await step('a citizen files from a phone', async () => { code = await fileByPhone(citizen, photo); });
        await step('and sees the status by the code', () => openStatus(citizen, code));
        await step('intake asks for what is missing', async () => { report = await requestCompletion(intake); });
        await step('the citizen completes it', () => complete(citizen, code));
        await step('pictures are shown without metadata, originals stay', async () => { await intake.goto(report); await pictureWithoutMetadata(intake, office, photo); });
        await step('the identity opens with a reason', () => openIdentity(officer, report));
        await step('intake reviews', async () => { path = await review(intake, report); });
        await step('the registrar registers', async () => { number = await register(await staff('registrasi'), path); });
        await step('the case officer hears', () => clarify(officer, path));
        await step('and studies', () => study(officer, path));
        await step('a clock shows its sum', () => clockWithItsSum(officer, path));
        await step('a holiday dates open clocks anew', () => addHoliday(chair));
        await step('the plenary decides', () => decide(chair, path));
        await step('the office tells', () => notify(officer, path));
        await step('the citizen reads it', async () => {
          await openStatus(citizen, code);
          await says(citizen, number, 'Laporan Anda telah diputuskan dalam pleno (contoh).');
          assert.ok(await sideways(citizen) <= 0);
        });
        await step('the history tells every act', async () => {
          await officer.goto(`${path}/history`);
          assert.ok(await officer.locator('ol.timeline > li').count() >= 7, await textOf(officer));
          assert.ok(!(await textOf(officer)).match(/act\.[a-z]/), 'every act has words');
        });
        await step('the public board names the case and nobody', async () => {
          const stranger = await person(browser, office);
          await stranger.goto('/board');
          await says(stranger, number);
          for (const name of ['Terlapor Contoh Jalan', 'Pelapor Contoh Jalan', 'apel contoh']) assert.ok(!(await stranger.content()).includes(name), name);
        });
        await step('and all of it in English', async () => {
          const visitor = await person(browser, office, { language: 'en' });
          await visitor.goto('/lapor?lang=en');
          await says(visitor, /formal report/i, /initial information|lead/i);
          assert.equal(await visitor.getAttribute('html', 'lang'), 'en');
          await visitor.goto('/status?lang=id');
          assert.equal(await visitor.getAttribute('html', 'lang'), 'id');
          await visitor.goto('/aturan?lang=en');
          assert.equal(await visitor.getAttribute('html', 'lang'), 'en');
          await visitor.goto('/status');
          assert.equal(await visitor.getAttribute('html', 'lang'), 'en', 'the choice is remembered');
        });
      });
    } finally {
      await browser.close();
    }
  });
