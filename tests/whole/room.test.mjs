// A crime between three institutions: forwarded, returned twice, filed with the court; and what each of them can never
// read, in JSON and on the pages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, using } from './office.mjs';

const people = { bawaslu: 'penangan.cilegon', police: 'penyidik.cilegon', prosecutor: 'jaksa.cilegon' };
const police = 'polri-36.72', prosecutor = 'kejaksaan-36.72';
const secrets = { bawaslu: 'CATATAN-BAWASLU-7Q', police: 'CATATAN-PENYIDIK-8Z', prosecutor: 'CATATAN-JAKSA-9X' };
const reporter = /Warga Contoh/;

async function sessions(office) {
  const out = {};
  for (const [name, email] of Object.entries(people)) out[name] = await office.session(`${email}@contoh.netra`);
  return out;
}

async function ask(office, as, method, path, body) {
  const answer = await office.json(method, path, body, as);
  assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function refused(office, as, method, path, body, code) {
  const answer = await office.json(method, path, body, as);
  assert.equal(answer.body.code, code, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

const room = (office, as, track) => ask(office, as, 'GET', `/tracks/${track}`);

// The demo's track that waits for the police.
async function waiting(office, as) {
  const { rows } = await ask(office, as, 'GET', '/cases');
  for (const row of rows) {
    const file = await ask(office, as, 'GET', `/cases/${row.id}`);
    const track = file.tracks.find((one) => one.stage === 'crime_forward');
    if (track) return { file, track: track.id };
  }
  assert.fail('the demo has a track that waits to be forwarded');
}

async function handOver(office, from, to, track, receiver, event, more = {}) {
  const { version } = await room(office, from, track);
  const offered = await ask(office, from, 'POST', `/tracks/${track}/handovers`, { version, office: receiver, event, letter: `Pengantar ${event} (contoh)`, ...more });
  return ask(office, to, 'POST', `/handovers/${offered.handovers[0].id}/acceptance`, {});
}

async function travels(office, who, track) {
  const first = await room(office, who.police, track);
  assert.equal(first.stage, 'crime_forward');
  const offered = first.incoming[0];
  assert.ok(offered, 'what was offered waits at the police');
  assert.ok(offered.items.every((item) => item.content === '' && item.url === ''), 'its contents wait for the acceptance');
  await refused(office, who.prosecutor, 'POST', `/handovers/${offered.id}/acceptance`, {}, 'handover.unknown');
  const accepted = await ask(office, who.police, 'POST', `/handovers/${offered.id}/acceptance`, {});
  assert.deepEqual([accepted.stage, accepted.office, accepted.has_it], ['investigation', police, true]);
  const evidence = accepted.received.find((item) => item.kind === 'evidence');
  assert.equal((await office.json('GET', evidence.url, undefined, who.police)).status, 200, 'handed evidence is read');
  assert.equal((await office.json('GET', evidence.url, undefined, who.prosecutor)).status, 404, 'by the receiver only');

  for (let round = 1; round <= 2; round += 1) {
    const review = await handOver(office, who.police, who.prosecutor, track, prosecutor, 'file_received');
    assert.deepEqual([review.stage, review.round], ['prosecutor_review', round]);
    const back = await handOver(office, who.prosecutor, who.police, track, police, 'returned');
    assert.deepEqual([back.stage, back.round], ['police_completion', round]);
  }
  const third = await handOver(office, who.police, who.prosecutor, track, prosecutor, 'file_received');
  assert.equal(third.round, 3);
  assert.equal(third.stays.filter((stay) => stay.stage === 'prosecutor_review').length, 3, 'every round is kept');
  const complete = await ask(office, who.prosecutor, 'POST', `/tracks/${track}/steps`, { version: third.version, event: 'complete' });
  assert.equal(complete.clocks[0].rule, 'court_filing');
  const filed = await ask(office, who.prosecutor, 'POST', `/tracks/${track}/handovers`, { version: complete.version, to_name: 'Pengadilan Negeri Serang', event: 'filed', letter: 'Pelimpahan perkara (contoh)' });
  const received = await ask(office, who.prosecutor, 'POST', `/handovers/${filed.handovers[0].id}/receipt`, { proof: 'Tanda terima panitera (contoh)' });
  assert.deepEqual([received.stage, received.holder], ['trial', 'Pengadilan Negeri Serang']);
  assert.ok(received.clocks[0].readings_differ, 'calendar and working days are both shown');
}

async function seesOnlyItsPart(office, who, track, file) {
  for (const [name, text] of Object.entries(secrets)) await ask(office, who[name], 'POST', `/tracks/${track}/notes`, { text });
  for (const name of ['police', 'prosecutor']) {
    await refused(office, who[name], 'GET', `/cases/${file.id}`, undefined, 'case.unknown');
    await refused(office, who[name], 'GET', `/cases/${file.id}/studies`, undefined, 'case.unknown');
    assert.equal((await office.json('GET', '/cases', undefined, who[name])).body.rows.length, 0, 'no case on a list of theirs');
  }
  await refused(office, who.bawaslu, 'POST', `/cases/${file.id}/shares`, { version: file.version, office: police, reason: 'Koordinasi' }, 'share.use_handover');
  for (const [name, own] of Object.entries(secrets)) {
    const seen = await room(office, who[name], track);
    const page = (await office.page(`/tracks/${track}`, who[name])).text;
    for (const handover of seen.handovers)
      for (const text of [JSON.stringify(await ask(office, who[name], 'GET', handover.url)), (await office.page(handover.url, who[name])).text])
        assert.doesNotMatch(text, reporter, `${name} reads no reporter in ${handover.url}`);
    for (const text of [JSON.stringify(seen), page])
      for (const other of Object.values(secrets)) assert.equal(text.includes(other), other === own, `${name} and ${other}`);
    assert.doesNotMatch(JSON.stringify(seen) + page, reporter);
  }
  const prosecutorSees = JSON.stringify(await room(office, who.prosecutor, track));
  assert.ok(!prosecutorSees.includes('Berdasarkan laporan dan bukti'), 'the study went to the police alone');
  for (const found of ['CATATAN-BAWASLU-7Q', 'CATATAN-PENYIDIK-8Z'])
    assert.ok(!JSON.stringify((await office.json('GET', `/search?q=${found}`, undefined, who.prosecutor)).body).includes('/tracks/'), 'search knows no notes');
}

async function opensByTwo(office, who, track) {
  await refused(office, who.prosecutor, 'POST', `/tracks/${track}/identity-requests`, { whom: 'reporter', reason: 'Perlu memanggil pelapor' }, 'identity_request.not_handed_over');
  const asked = await ask(office, who.police, 'POST', `/tracks/${track}/identity-requests`, { whom: 'reporter', reason: 'Perlu memanggil pelapor sebagai saksi' });
  const { id } = asked.requests.at(-1);
  await refused(office, who.police, 'POST', `/identity-requests/${id}/openings`, {}, 'identity_request.not_approved');
  await refused(office, who.police, 'POST', `/identity-requests/${id}/approval`, { reason: 'Saya setujui sendiri' }, 'identity_request.same_person');
  await ask(office, who.bawaslu, 'POST', `/identity-requests/${id}/approval`, { reason: 'Diperlukan untuk pemeriksaan saksi' });
  await refused(office, who.bawaslu, 'POST', `/identity-requests/${id}/openings`, {}, 'identity_request.not_asker');
  const opened = await ask(office, who.police, 'POST', `/identity-requests/${id}/openings`, {});
  assert.match(JSON.stringify(opened.people), reporter);
  await refused(office, who.police, 'POST', `/identity-requests/${id}/openings`, {}, 'identity_request.not_approved');
  assert.doesNotMatch(JSON.stringify(await room(office, who.police, track)), reporter, 'opening leaves no copy in the room');
}

for (const engine of engines())
  test(`the shared room on ${engine.name}`, () =>
    using(engine.start(), async (office) => {
      const who = await sessions(office);
      const { file, track } = await waiting(office, who.bawaslu);
      await travels(office, who, track);
      await seesOnlyItsPart(office, who, track, file);
      await opensByTwo(office, who, track);
    }));
