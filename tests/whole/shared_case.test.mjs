// One case on two tracks, walked by the people of five institutions without script: the crime through two discussions, the plenary, the police,
// two returns by the prosecutor, the court and the execution; the breach of discipline through BKN and the personnel authority to the checked
// decree. The end of one never ends the other, and everybody reads their own part only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, person, signIn, textOf } from './browser.mjs';
import { engines, using } from './office.mjs';
import { formalReport, secrets } from './reports.mjs';

const desktop = { viewport: { width: 1280, height: 900 } };
const accused = 'Pejabat Contoh Dua Jalur';
const decree = { name: 'keputusan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n% keputusan contoh\n') };

async function says(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${page.url()} says ${word}:\n${text.slice(0, 4000)}`);
}
const save = (page) => page.locator('main .form-end button').first().click();
const go = (page, label) => page.getByRole('link', { name: label, exact: true }).last().click();
const open = async (page, form) => {
  const around = page.locator(`details:not([open]):has(${form}) > summary`);
  if (await around.count() > 0) await around.first().click();
};

// The demo's now, as a field of date and time wants it.
async function now(page) {
  const instant = new Date(await page.getAttribute('html', 'data-now'));
  return new Date(instant.getTime() + 7 * 3600_000).toISOString().slice(0, 16);
}

// ---- until the registration, as programs do it; walk.test.mjs walks the same by hand ----

async function ask(office, as, method, path, body) {
  const answer = await office.json(method, path, body, as);
  assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function registered(office) {
  const event = 'Dugaan pejabat contoh mengerahkan pegawai pada dua jalur';
  await ask(office, {}, 'POST', '/reports', formalReport({ event, date_happened: '2024-10-22', date_known: '2024-10-23',
    reported: [{ name: accused, kind: 'pns', position: 'Kepala dinas contoh', unit: 'Dinas Contoh', address: 'Kantor Contoh' }] }));
  const intake = await office.session('penerima.cilegon@contoh.netra');
  const { reports } = await ask(office, intake, 'GET', '/reports');
  const { id } = reports.find((row) => JSON.stringify(row).includes(event));
  let file = await ask(office, intake, 'POST', '/cases', { report: id });
  file = await ask(office, intake, 'POST', `/cases/${file.id}/review`, { version: file.version, rest_fulfilled: true, within_time: 'yes', competent: 'yes',
    already_handled: 'no', violation_kind: 'crime', analysis: 'Syarat terpenuhi (contoh).', result: 'complete' });
  file = await ask(office, await office.session('registrasi.cilegon@contoh.netra'), 'POST', `/cases/${file.id}/registration`, { version: file.version, crime_alleged: true });
  return { id: file.id, number: file.number, report: id };
}

async function studied(office, as, id) {
  let file = await ask(office, as, 'GET', `/cases/${id}`);
  file = await ask(office, as, 'POST', `/cases/${id}/studies`, { version: file.version, facts: 'Fakta contoh.', rules: [], analysis: 'Analisis contoh terhadap aturan.',
    conclusions: [{ participant: file.participants.find((one) => one.role === 'reported').id, outcome: 'crime', conclusion: 'Diduga terpenuhi.' }], recommendation: 'Diputus pleno.' });
  await ask(office, as, 'POST', `/cases/${id}/stage`, { version: file.version, event: 'study_ready' });
}

const trackOf = async (office, as, id, kind) => (await ask(office, as, 'GET', `/cases/${id}`)).tracks.find((track) => track.kind === kind);

// ---- the centre ----

async function discuss(pages, track, kind, result) {
  const { officer } = pages;
  await officer.goto('/centres/bawaslu-36.72/discussions/new');
  const form = officer.locator('form[action="/centres/bawaslu-36.72/discussions"]');
  await form.locator('select[name=track]').selectOption(track);
  await form.locator('select[name=kind]').selectOption(kind);
  await form.locator('textarea[name=agenda]').fill('Pasal dan bukti (contoh).');
  await form.locator('input[name=starts_at]').fill(await now(officer));
  await form.locator('input[name=place]').fill('Ruang sentra contoh');
  await form.locator('button.primary').click();
  const { pathname } = new URL(officer.url());
  assert.match(pathname, /^\/discussions\/[0-9a-f-]{36}$/, await textOf(officer));
  const attendance = `form[action="${pathname}/attendance"]`;
  for (const box of await officer.locator(`${attendance} input[name=present]`).all()) await box.check();
  await officer.locator(`${attendance} button`).click();
  for (const [who, institution, reason] of [['chair', 'bawaslu', 'Unsur terpenuhi menurut Bawaslu (contoh).'], ['police', 'police', 'Unsur terpenuhi menurut Penyidik (contoh).'], ['prosecutor', 'prosecutor', 'Unsur terpenuhi menurut Jaksa (contoh).']]) {
    const page = pages[who];
    await page.goto(pathname);
    const opinion = `form[action="${pathname}/opinions"]:has(input[value=${institution}])`;
    await open(page, opinion);
    await page.locator(`${opinion} input[name=stand][value=met]`).check();
    await page.locator(`${opinion} textarea[name=reason]`).fill(reason);
    await page.locator(`${opinion} button`).click();
    await says(page, reason);
  }
  await officer.goto(pathname);
  await officer.fill(`form[action="${pathname}/minutes"] textarea[name=content]`, 'Berita acara pembahasan (contoh).');
  await officer.click(`form[action="${pathname}/minutes"] button`);
  const conclusion = `form[action="${pathname}/result"]`;
  await officer.check(`${conclusion} input[name=result][value=${result}]`);
  await officer.fill(`${conclusion} textarea[name=reason]`, 'Disepakati bersama (contoh).');
  await officer.click(`${conclusion} button.primary`);
  await says(officer, 'Disepakati bersama (contoh).');
}

// ---- the plenary ----

async function decide(page, id) {
  await page.goto(`/cases/${id}/plenaries`);
  const form = page.locator(`form[action="/cases/${id}/plenaries"]`);
  await form.locator('input[name="plenary.held_at"]').fill(await now(page));
  await form.locator('input[name="plenary.place"]').fill('Ruang rapat contoh');
  for (const vote of await form.locator('select[name$=".vote"]').all()) await vote.selectOption('agree');
  await form.locator('textarea[name="plenary.decision"]').fill('Meneruskan dugaan pidana dan dugaan pelanggaran disiplin (contoh).');
  await form.locator('input[type=checkbox][value=crime]').check();
  await form.locator('input[type=checkbox][value=other_law]').check();
  await form.locator('button.primary').click();
  await page.goto(`/cases/${id}/plenaries`);
  await says(page, 'Meneruskan dugaan pidana dan dugaan pelanggaran disiplin (contoh).');
}

// ---- from hand to hand ----

async function offer(page, track, event, to) {
  await page.goto(`/tracks/${track}`);
  const form = `form[action="/tracks/${track}/handovers"]`;
  await open(page, form);
  await page.selectOption(`${form} select[name=event]`, event);
  if (to.office) await page.selectOption(`${form} select[name=office]`, to.office);
  else await page.fill(`${form} input[name=to_name]`, to.name);
  await page.fill(`${form} textarea[name=letter]`, `Pengantar ${event} (contoh)`);
  for (const box of await page.locator(`${form} input[name=evidence]`).all()) await box.check();
  await page.locator(`${form} button.primary`).click();
  return page.locator('#handovers a[href^="/handovers/"]').first().getAttribute('href');
}

async function accept(page, handover, ...words) {
  await page.goto('/today');
  await page.goto(handover);
  await page.click(`form[action="${handover}/acceptance"] button`);
  await says(page, ...words);
}

async function step(page, track, event, ...words) {
  await page.goto(`/tracks/${track}`);
  await page.selectOption(`form[action="/tracks/${track}/steps"] select[name=event]`, event);
  await page.click(`form[action="/tracks/${track}/steps"] button.primary`);
  await says(page, ...words);
}

async function crimeTravels({ officer, police, prosecutor }, track) {
  await accept(police, await offer(officer, track, 'received_by_police', { office: 'polri-36.72' }), 'Penyidikan');
  for (const round of [1, 2]) {
    await accept(prosecutor, await offer(police, track, 'file_received', { office: 'kejaksaan-36.72' }), 'Penelitian berkas');
    await accept(police, await offer(prosecutor, track, 'returned', { office: 'polri-36.72' }), 'Pelengkapan berkas');
    if (round === 2) await says(police, /[Pp]utaran.{0,3}2/);
  }
  await accept(prosecutor, await offer(police, track, 'file_received', { office: 'kejaksaan-36.72' }), /[Pp]utaran.{0,3}3/);
  await step(prosecutor, track, 'complete', 'Pelimpahan ke Pengadilan Negeri');
  const court = await offer(prosecutor, track, 'filed', { name: 'Pengadilan Negeri Serang' });
  await prosecutor.goto(court);
  await prosecutor.fill(`form[action="${court}/receipt"] textarea[name=proof]`, 'Tanda terima panitera (contoh)');
  await prosecutor.click(`form[action="${court}/receipt"] button`);
  await says(prosecutor, 'Pengadilan Negeri Serang');
}

async function courtEnds(page, track) {
  await step(page, track, 'verdict_read', 'Permohonan banding');
  await step(page, track, 'not_appealed', 'Penyampaian putusan');
  await step(page, track, 'received_by_prosecutor', 'Eksekusi');
  await step(page, track, 'executed', 'Selesai');
}

// ---- the discipline ----

async function recommend(page, number) {
  await page.goto('/recommendations/new');
  await page.locator('li.row', { hasText: number }).locator('form[action="/recommendations"] button').click();
  await says(page, 'Draf', 'BKN');
  const { pathname } = new URL(page.url());
  await go(page, 'Catat pengiriman');
  await page.fill('#f-number', '201/DUA-JALUR/2024');
  await page.setInputFiles('#f-proofs', { name: 'sbt.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a', 'hex') });
  await save(page);
  await says(page, 'Dikirim', '201/DUA-JALUR/2024');
  await go(page, 'Catat penerusan');
  await page.selectOption('#f-office', 'pemda-36.72');
  await save(page);
  await says(page, 'Diteruskan kepada yang memutus', 'Kota Cilegon');
  return pathname;
}

async function liaisonDecides(page, path) {
  await page.goto(path);
  await says(page, accused);
  const form = page.locator('form[action$="/decision"]').last();
  await page.locator('summary', { hasText: 'Sampaikan keputusan' }).last().click();
  await form.locator('select[name=sanction]').selectOption('pp94_demotion_12m');
  await form.locator('input[name=number]').fill('800/DUA-JALUR/2024');
  await form.locator('input[name=decided_on]').fill('2024-10-24');
  await form.locator('input[name=files]').setInputFiles(decree);
  await form.locator('button').last().click();
  await says(page, '800/DUA-JALUR/2024', 'keputusan.pdf');
}

async function checkAndClose(page, path) {
  await page.goto(path);
  await go(page, 'Periksa keputusan');
  await page.click('label[for=f-result-accepted]');
  await page.click('label[for=f-conforms-as_proposed]');
  await save(page);
  await says(page, 'Diperiksa');
  await go(page, 'Tutup rekomendasi');
  await page.fill('#f-reason', 'Keputusan sesuai usulan (contoh)');
  await save(page);
  await says(page, 'Ditutup');
}

// ---- who sees what ----

async function readsOnlyItsPart(pages, { id, report }, tracks) {
  const closed = [`/cases/${id}`, `/reports/${report}`, `/cases/${id}/studies`];
  for (const who of ['police', 'prosecutor', 'liaison', 'stranger']) {
    const page = pages[who];
    const shut = who === 'police' || who === 'prosecutor' ? closed : [...closed, `/tracks/${tracks.crime}`];
    for (const path of shut) {
      const answer = await page.goto(path);
      assert.ok([403, 404].includes(answer.status()), `${who} opens ${path}: ${answer.status()}`);
    }
    for (const path of [`/tracks/${tracks.crime}`, `/tracks/${tracks.asn}`, '/today', `/search?q=${encodeURIComponent('Warga Contoh')}`]) {
      await page.goto(path);
      const text = await page.content();
      for (const secret of secrets) assert.ok(!text.includes(secret), `${who} reads ${secret} at ${path}`);
    }
  }
}

for (const engine of engines())
  test(`one case on two tracks on ${engine.name}`, { timeout: 400_000 }, async (t) => {
    const browser = await openBrowser();
    try {
      await using(engine.start(), async (office) => {
        const pages = {};
        for (const [name, account] of Object.entries({ officer: 'penangan.cilegon', chair: 'ketua.cilegon', police: 'penyidik.cilegon', prosecutor: 'jaksa.cilegon', liaison: 'bkpsdm.cilegon', stranger: 'penangan.tangerang' })) {
          pages[name] = await person(browser, office, desktop);
          await signIn(pages[name], `${account}@contoh.netra`);
        }
        const staff = await office.session('penangan.cilegon@contoh.netra');
        let file, path;
        const tracks = {};
        let broken = false;
        const part = (name, body) => t.test(name, { skip: broken && 'an earlier part failed' }, async () => {
          broken = true;
          await body();
          broken = false;
        });
        await part('a report is registered and the crime track opens', async () => {
          file = await registered(office);
          tracks.crime = (await trackOf(office, staff, file.id, 'crime')).id;
        });
        await part('the three institutions discuss it twice', async () => {
          await discuss(pages, tracks.crime, 'first', 'continue');
          await discuss(pages, tracks.crime, 'second', 'elements_met');
        });
        await part('the plenary opens two tracks', async () => {
          await studied(office, staff, file.id);
          await decide(pages.chair, file.id);
          tracks.asn = (await trackOf(office, staff, file.id, 'asn')).id;
          assert.equal((await trackOf(office, staff, file.id, 'crime')).id, tracks.crime, 'the crime goes on in its own track');
        });
        await part('the crime goes to the police and twice back from the prosecutor', () => crimeTravels(pages, tracks.crime));
        await part('meanwhile the recommendation is sent and passed on', async () => { path = await recommend(pages.officer, file.number); });
        await part('the court decides and the verdict is executed', () => courtEnds(pages.prosecutor, tracks.crime));
        await part('which ends nothing but the crime', async () => {
          const { tracks: now_ } = await ask(office, staff, 'GET', `/cases/${file.id}`);
          assert.ok(now_.find((track) => track.id === tracks.crime).ended_at);
          assert.ok(!now_.find((track) => track.id === tracks.asn).ended_at, 'the discipline goes on');
        });
        await part('the personnel authority decides, its decree is checked, the recommendation closed', async () => {
          await liaisonDecides(pages.liaison, path);
          await checkAndClose(pages.officer, path);
          assert.ok((await trackOf(office, staff, file.id, 'asn')).ended_at);
        });
        await part('everybody reads their own part only', () => readsOnlyItsPart(pages, file, tracks));
      });
    } finally {
      await browser.close();
    }
  });
