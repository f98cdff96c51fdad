// Older registers on a running server: dry run, confirmation, funnel, what everybody may know; with a browser's form and as JSON.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { engines, using } from './office.mjs';

const head = 'No.;Pemilihan;Daerah;Penerima;Jenis orang;Jumlah orang;Tanggal rekomendasi;Tanggal keputusan;Hasil;Sumber;Tanda\r\n';
const row = (number, place, persons, outcome, decided = '') =>
  `${number};pilkada-2020;${place};KASN;PNS;${persons};1/10/2020;${decided};${outcome};Buku register contoh;verified\r\n`;

// Brings a table as the page does without script; the address of its dry run.
async function bring(office, officer, kind, bytes, name = 'register.csv') {
  const page = await office.page('/registers/imports', officer);
  assert.equal(page.status, 200);
  const form = new FormData();
  form.set('csrf', page.text.match(/name="csrf" value="([^"]+)"/)[1]);
  form.set('kind', kind);
  form.set('file', new Blob([bytes]), name);
  const answer = await fetch(`${office.url}/registers/imports`, { method: 'POST', body: form, redirect: 'manual', headers: { ...officer, accept: 'text/html' } });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

for (const engine of engines()) {
  test(`an older register comes in, is counted and told on ${engine.name}`, () => using(engine.start(), async (office) => {
    const officer = await office.session('registrasi.serang@contoh.netra');
    const table = head + row('R-1', 'Kota Serang', 40, 'Disanksi', '1/12/2020') + row('R-2', 'Kota Serang', 12, '')
      + row('R-3', 'Kota Cilegon', 2, 'Menunggu') + row('R-4', 'Kab. Tangerang', 9, 'Menunggu') + row('R-5', 'Kroya', 1, 'Menunggu');

    const brought = await bring(office, officer, 'recommendations', table);
    assert.equal(brought.status, 303, brought.text);
    const seen = (await office.json('GET', brought.location, undefined, officer)).body;
    assert.deepEqual([seen.made, seen.known, seen.unreadable], [4, 0, 1]);
    assert.deepEqual(seen.rows[4].faults.map((fault) => `${fault.cell} ${fault.code}`), ['C6 register.place_unclear']);
    const page = await office.page(brought.location, officer);
    assert.match(page.text, /Ini baru percobaan/);
    const before = (await office.json('GET', '/registers?election=pilkada-2020', undefined, officer)).body;
    assert.equal(before.all, 0, 'a dry run makes nothing');
    assert.equal((await office.json('GET', '/rekomendasi?election=pilkada-2020')).status, 404);

    const confirm = (plan) => office.json('POST', `${brought.location}/confirmation`, { plan, reason: 'Buku register contoh' }, officer);
    assert.equal((await confirm('another')).status, 409);
    assert.equal((await confirm(seen.plan)).status, 200);
    assert.equal((await confirm(seen.plan)).body.code, 'register.done');

    const funnel = (await office.json('GET', '/registers?election=pilkada-2020', undefined, officer)).body;
    assert.deepEqual(funnel.steps.map((step) => step.count), [52, 52, 40, 40]);
    assert.equal(funnel.waits.find((wait) => wait.step === 'decision').median, 61);
    const chair = await office.session('auditor@contoh.netra');
    const banten = (await office.json('GET', '/registers?election=pilkada-2020&place=36', undefined, chair)).body;
    assert.equal(banten.steps[1].count, 63);
    assert.equal((await office.json('GET', '/registers?place=33.01', undefined, officer)).status, 403);

    const told = (await office.json('GET', '/rekomendasi?election=pilkada-2020&place=36')).body;
    assert.deepEqual(told.by_place.map((place) => [place.name, place.recommended]), [['36.73', 52], ['others', 11]]);
    const everybody = await office.page('/rekomendasi?election=pilkada-2020&place=36');
    assert.match(everybody.text, /Lainnya, digabung/);
    assert.doesNotMatch(everybody.text, /Cilegon/, 'two persons are told nowhere');
    const csv = await (await fetch(`${office.url}/rekomendasi.csv?election=pilkada-2020&place=36`)).text();
    assert.match(csv, /"36\.73","Kota Serang",52,/);

    const again = await bring(office, officer, 'recommendations', table);
    const anew = (await office.json('GET', again.location, undefined, officer)).body;
    assert.deepEqual([anew.made, anew.known, anew.may_confirm], [0, 4, false]);

    const xlsx = await fetch(`${office.url}/registers.xlsx?election=pilkada-2020`, { headers: officer });
    assert.equal(xlsx.headers.get('content-type'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const listed = spawnSync('python3', ['-c', 'import sys, io, zipfile; print(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).testzip(), end="")'],
      { input: Buffer.from(await xlsx.arrayBuffer()) });
    assert.equal(listed.stdout.toString(), 'None', 'an independent reader finds it whole');

    const wrong = await bring(office, officer, 'recommendations', Buffer.from('Pemilihan;Daerah;Sumber;Tanda\r\nPemilu 2024;Jos\xe9;x;y\r\n', 'latin1'));
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /bukan UTF-8/);
  }));

  test(`the demo shows what is known of older elections on ${engine.name}`, () => using(engine.start(), async (office) => {
    const officer = await office.session('registrasi.serang@contoh.netra');
    const serang = (await office.json('GET', '/registers?election=pemilu-2024', undefined, officer)).body;
    assert.deepEqual([serang.all, serang.uncounted], [6, 6], 'six recommendations, persons not known');
    assert.deepEqual(serang.standings.map((one) => [one.standing, one.count]), [['unknown', 6]], 'not known is not zero');
    const all = (await office.json('GET', '/registers', undefined, officer)).body;
    const series = all.published.find((one) => one.publisher === 'Kemendagri dan BKN');
    assert.deepEqual(series.checks.map((check) => [check.whole, check.sum, check.closes]), [[1158, 1158, true], [1158, 19, true]]);
    assert.equal(all.not_closing, 5, all.published.filter((one) => !one.closes).map((one) => `${one.publisher} ${one.as_of}`).join('; '));
    const check = office.job('check', ['--rebuild'], { mayFail: true });
    assert.match(check.stdout, /registers/);
    assert.doesNotMatch(check.stdout, /counted otherwise/);
  }));
}
