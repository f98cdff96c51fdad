// A letter's whole way, walked by people without script: written, read by a second person, numbered, signed, sent, found in the book, and
// checked by somebody who only has the paper.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { openBrowser, person, signIn, textOf } from './browser.mjs';
import { engines, using } from './office.mjs';

const matter = 'Permintaan keterangan contoh dari uji';
const secret = 'Isi yang tidak boleh terbaca umum.';

async function says(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${page.url()} says ${word}:\n${text.slice(0, 3000)}`);
}

const press = (page, action) => page.locator(`form[action$="${action}"] button`).last().click();
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

function textInPdf(bytes) {
  const done = spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes, maxBuffer: 1 << 26 });
  assert.equal(done.status, 0, String(done.stderr));
  return done.stdout.toString('utf8');
}

async function download(page, path) {
  const answer = await page.context().request.get(new URL(path, page.url()).href);
  assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`);
  return Buffer.from(await answer.body());
}

async function signedIn(browser, office, email, more) {
  const page = await person(browser, office, more);
  await signIn(page, email);
  return page;
}

async function write(page) {
  await page.goto('/letters/new');
  await page.fill('#f-matter', matter);
  await page.fill('#f-to', 'Yth. Kepala Dinas Contoh\ndi Cilacap');
  await press(page, '/letters');
  await says(page, 'belum berisi');
  assert.equal(await page.inputValue('#f-matter'), matter, 'what was entered is kept');
  await page.fill('#f-block-1', `Dengan hormat, ${secret}`);
  await page.selectOption('#f-kind-2', 'list');
  await page.fill('#f-block-2', 'Keterangan pertama\nKeterangan kedua');
  await page.locator('form[action="/letters"] .form-end button').click();
  await says(page, matter, 'Disusun', 'Belum bernomor');
  return new URL(page.url()).pathname;
}

async function prepare(clerk, second, path) {
  const draft = textInPdf(await download(clerk, `${path}/paper`));
  for (const word of ['DRAF', 'Kepala Dinas Contoh', secret, 'Keterangan kedua']) assert.ok(draft.includes(word), `${word} in:\n${draft}`);
  await says(clerk, 'Menunggu diperiksa orang lain');
  assert.equal(await clerk.locator('form[action$="/checks"]').count(), 0, 'who wrote it does not check it');
  await second.goto(path);
  await press(second, '/checks');
  await says(second, 'Diperiksa', /001\/PP\.00\.00\/K\.JT-07\/10\/2024|Nomor berikutnya/);
}

async function number(clerk, path) {
  await clerk.goto(path);
  await press(clerk, '/numbers');
  const given = (await textOf(clerk)).match(/\d{3}\/PP\.00\.00\/K\.JT-07\/10\/2024/)?.[0];
  assert.ok(given, await textOf(clerk));
  assert.equal(await clerk.locator('form[action$="/signatures"]').count(), 0, 'who may not sign sees no form for it');
  const paper = await download(clerk, `${path}/paper?for=signing`);
  const text = textInPdf(paper);
  assert.ok(text.includes(given) && !text.includes('DRAF'), text);
  assert.ok(textInPdf(await download(clerk, `${path}/paper`)).includes('DRAF'), 'a draft until it is signed');
  return { given, paper };
}

async function sign(chair, path, paper) {
  await chair.goto(path);
  await chair.setInputFiles('#f-signature', { name: 'salinan.pdf', mimeType: 'application/pdf', buffer: paper });
  await press(chair, '/signatures');
  await says(chair, 'naskah yang belum ditandatangani');
  await chair.setInputFiles('#f-signature', { name: 'salinan.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([paper, Buffer.from('\n% dipindai\n')]) });
  await press(chair, '/signatures');
  await says(chair, 'Ditandatangani');
}

// What somebody with the paper in the hand sees: number, date, fingerprint, and whether the file is the one.
async function publicCheck(browser, office, clerk, given, paper) {
  const code = await clerk.getAttribute('a[href^="/surat/"]', 'href');
  const page = await person(browser, office);
  await page.goto(code);
  await says(page, given, 'Ditandatangani', '24 Oktober 2024', 'Bawaslu Kabupaten Cilacap');
  const text = await textOf(page);
  for (const hidden of [matter, secret, 'Kepala Dinas', 'Petugas', 'Ketua Contoh']) assert.ok(!text.includes(hidden), hidden);
  assert.ok(await sideways(page) <= 0, 'no sideways scroll at 360 px');
  const compare = async (buffer) => {
    await page.goto(code);
    await page.setInputFiles('#f-file', { name: 'surat.pdf', mimeType: 'application/pdf', buffer });
    await press(page, '/checks');
  };
  await compare(paper);
  await says(page, 'Berkas asli');
  await compare(Buffer.concat([paper, Buffer.from(' ')]));
  await says(page, 'Berkas berbeda');
  await page.goto('/surat/7K3M-Q9XD-0VTB-W2HN-58CJ-RZ4A');
  await says(page, /tidak ada/);
}

async function book(clerk, given) {
  await clerk.goto('/letters');
  await clerk.fill('#f-q', 'keterangan UJI');
  await clerk.click('form.filters button');
  await says(clerk, matter, given, 'Dikirim');
  assert.ok(await sideways(clerk) <= 0);
  const csv = (await download(clerk, `/letters.csv${new URL(clerk.url()).search}`)).toString('utf8');
  assert.ok(csv.includes(given) && csv.includes(matter), csv);
  assert.equal((await download(clerk, '/letters.xlsx')).subarray(0, 2).toString(), 'PK');
  await clerk.goto('/letters/register?sequence=HM');
  await says(clerk, '002/HM.00.00/K.JT-07/06/2024', 'Bentuk Pokja Netralitas', 'Diberikan sebelum kantor memakai Netra');
}

for (const engine of engines())
  test(`a letter from draft to the book on ${engine.name}`, () => using(engine.start(), async (office) => {
    const browser = await openBrowser();
    try {
      const clerk = await signedIn(browser, office, 'registrasi.cilacap@contoh.netra');
      const second = await signedIn(browser, office, 'penangan.cilacap@contoh.netra', { viewport: { width: 1280, height: 900 } });
      const chair = await signedIn(browser, office, 'ketua.cilacap@contoh.netra');
      const path = await write(clerk);
      await prepare(clerk, second, path);
      const { given, paper } = await number(clerk, path);
      await sign(chair, path, paper);
      await clerk.goto(path);
      await publicCheck(browser, office, clerk, given, paper);
      await press(clerk, '/sendings');
      await says(clerk, 'Dikirim', 'Diantar langsung');
      assert.ok(await sideways(clerk) <= 0);
      await book(clerk, given);
      const stranger = await signedIn(browser, office, 'penangan.serang@contoh.netra');
      assert.equal((await stranger.goto(path)).status(), 404);
    } finally {
      await browser.close();
    }
  }));
