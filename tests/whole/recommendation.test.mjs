// A recommendation's whole way, walked by the people of three institutions without script: written, sent, passed on, answered and decided by the
// liaison of the city, checked and closed; and once more with a one-time link instead of an account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, person, signIn, textOf } from './browser.mjs';
import { engines, using } from './office.mjs';

const name = 'Pegawai Uji Rahasia Contoh';
const decree = { name: 'keputusan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n% keputusan contoh\n') };

async function says(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${page.url()} says ${word}:\n${text.slice(0, 4000)}`);
}
async function hides(page, ...words) {
  const text = await page.content();
  for (const word of words) assert.ok(!text.includes(word), `${page.url()} does not hide ${word}`);
}
const save = (page) => page.locator('main .form-end button').first().click();
const go = (page, label) => page.getByRole('link', { name: label, exact: true }).last().click();
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function draft(page, number) {
  await page.goto('/recommendations/new');
  await page.selectOption('#f-election', 'pilkada-2024');
  await page.fill('#f-incident_on', '2024-10-01');
  await page.fill('#f-matter', 'Dugaan pelanggaran netralitas dari uji');
  await page.fill('[name="persons.0.name"]', name);
  await page.selectOption('[name="persons.0.kind"]', 'pns');
  await page.locator('form:has(#f-matter) .form-end button').click();
  await says(page, 'Draf', 'BKN', 'Dugaan pelanggaran netralitas dari uji');
  const path = new URL(page.url()).pathname;
  await go(page, 'Aturan dan sanksi yang diminta');
  await page.check('#r-NR-ASN-D06');
  await save(page);
  await says(page, 'Disiplin, berat', 'PP 94/2021');
  await go(page, 'Catat pengiriman');
  await page.fill('#f-number', number);
  await page.fill('#f-at', '2024-09-30T09:00');
  await save(page);
  await says(page, 'Isian belum lengkap');
  assert.equal(await page.inputValue('#f-number'), number, 'what was entered is kept');
  await page.fill('#f-at', '');
  await page.setInputFiles('#f-proofs', { name: 'sbt.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') });
  await save(page);
  await says(page, 'Dikirim', number, 'sbt.png', 'Verifikasi SBT/Satgas', 'Kebijakan Netra (bukan hukum)');
  return path;
}

async function passOn(page, path, office) {
  await page.goto(path);
  await go(page, 'Catat penerusan');
  if (office) await page.selectOption('#f-office', office);
  await save(page);
  await says(page, 'Diteruskan kepada yang memutus', 'Kota Cilegon');
}

async function fileDecree(page, number) {
  const form = page.locator('form[action$="/decision"]').last();
  await page.locator('summary', { hasText: 'Sampaikan keputusan' }).last().click();
  await form.locator('select[name=sanction]').selectOption('pp94_demotion_12m');
  await form.locator('input[name=number]').fill(number);
  await form.locator('input[name=decided_on]').fill('2024-10-24');
  await form.locator('input[name=files]').setInputFiles(decree);
  await form.locator('button').last().click();
}

async function checkAndClose(page, path) {
  await page.goto(path);
  await says(page, 'Keputusan yang perlu diperiksa', 'Penurunan jabatan');
  await go(page, 'Periksa keputusan');
  await page.locator('label[for="f-result-accepted"]').click();
  await save(page);
  await says(page, 'Isian belum lengkap');
  await page.locator('label[for="f-result-accepted"]').click();
  await page.locator('label[for="f-conforms-as_proposed"]').click();
  await save(page);
  await says(page, 'Diperiksa', 'Sesuai usulan');
  await go(page, 'Tutup rekomendasi');
  await page.fill('#f-reason', 'Keputusan sesuai usulan');
  await save(page);
  await says(page, 'Ditutup');
}

for (const engine of engines())
  test(`a recommendation is followed to the checked decree on ${engine.name}`, { timeout: 300_000 }, () => using(engine.start(), async (office) => {
    const browser = await openBrowser();
    try {
      const officer = await person(browser, office);
      await signIn(officer, 'penangan.cilegon@contoh.netra');
      await officer.goto('/recommendations?office=bawaslu-36.72');
      await says(officer, 'Rekomendasi', 'Dikirim', 'Menunggu jawaban');
      await hides(officer, 'Pegawai Contoh Honorer');
      assert.ok(await sideways(officer) <= 0, 'the list fits a phone');
      const path = await draft(officer, '101/UJI/2024');
      assert.ok(await sideways(officer) <= 0, 'the file fits a phone');
      await passOn(officer, path, 'pemda-36.72');

      const liaison = await person(browser, office);
      await signIn(liaison, 'bkpsdm.cilegon@contoh.netra');
      await liaison.goto(path);
      assert.equal(new URL(liaison.url()).pathname, `${path}/answer`, 'who receives is led to its own part');
      await says(liaison, name, '101/UJI/2024');
      await hides(liaison, 'sbt.png', 'penangan.cilegon', 'Petugas Penanganan');
      assert.ok(await sideways(liaison) <= 0, 'the answer fits a phone');
      await liaison.locator('form[action$="/receipt"] button').last().click();
      await liaison.locator('summary', { hasText: 'Tulis jawaban' }).click();
      await liaison.fill('#f-text-answer', 'Pemeriksaan selesai.');
      await liaison.locator('form[action$="/answer"] button').last().click();
      await says(liaison, 'Pemeriksaan selesai.', 'Belum diperiksa');
      await fileDecree(liaison, '800/UJI/2024');
      await says(liaison, '800/UJI/2024', 'keputusan.pdf');
      for (const closed of ['/cases', '/recommendations?office=bawaslu-36.72', `${path}/sendings`]) {
        await liaison.goto(closed);
        await hides(liaison, 'Pegawai Contoh Honorer', 'Dugaan keberpihakan pegawai non-ASN');
      }

      await officer.goto(path);
      await go(officer, /Periksa jawaban/);
      await officer.locator('label[for="f-result-accepted"]').click();
      await save(officer);
      await checkAndClose(officer, path);

      // Without an account: a link for one institution and one recommendation.
      const other = await draft(officer, '102/UJI/2024');
      await passOn(officer, other, '');
      await go(officer, 'Buat tautan sekali pakai');
      await officer.fill('#f-given_to', 'Kepala BKPSDM contoh');
      await save(officer);
      const link = new URL((await officer.locator('.code').innerText()).trim()).pathname;
      const stranger = await person(browser, office);
      await stranger.goto(link);
      await says(stranger, name, '102/UJI/2024', 'tautan sekali pakai');
      await hides(stranger, '/evidence/', 'sbt.png');
      await fileDecree(stranger, '801/UJI/2024');
      await says(stranger, 'Terima kasih');
      await stranger.goto(link);
      await says(stranger, /tidak berlaku|tidak ditemukan/);
      await checkAndClose(officer, other);

      const csv = await (await officer.context().request.get('/recommendations.csv?office=bawaslu-36.72&closed=1')).text();
      assert.ok(csv.includes('101/UJI/2024'), csv);
      assert.ok(!csv.includes(name), 'the table names nobody');
      assert.ok(!office.log.includes(name), 'the log names nobody');
    } finally {
      await browser.close();
    }
  }));
