// Every paper of the forms table, made of the demo's records as its officers do: pdftotext finds title, form code with its
// mark, number and draft mark, and the name of no reporter and no witness; pictures of the pages are left in build/shots/papers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Office, root } from './office.mjs';

const shots = join(root, 'build/shots/papers');
const account = (name, place = 'cilegon') => `${name}.${place}@contoh.netra`;
const places = ['cilegon', 'tangerang', 'cilacap', 'serang', 'indramayu'];

let office, folder;
const staff = {};  // by place: who handles cases
const cases = [];  // of all places, as their officers see them
const found = { recommendation: [], reminder: [], handover: [], discussion: [], completion: [] };  // {place, id, ...}
const secrets = new Set();  // names of reporters and witnesses

function poppler(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(done.status, 0, `${program}: ${done.stderr}`);
  return done.stdout;
}

// The pages' text, and pictures of them.
function read(name, bytes) {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, bytes);
  poppler('pdftoppm', ['-r', '70', '-png', file, join(shots, name)]);
  const info = poppler('pdfinfo', [file]);
  assert.match(info, /Tagged: +yes/);
  return { text: poppler('pdftotext', ['-layout', file, '-']), info,
    flat: ['-raw', '-layout'].map((how) => poppler('pdftotext', [how, file, '-']).replace(/\s+/g, ' ')).join(' ') };
}

async function pdf(path, who, body) {
  const answer = await fetch(office.url + path, body
    ? { method: 'POST', headers: { ...who, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) }
    : { headers: who });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.equal(answer.status, 200, `${path}: ${answer.status} ${new TextDecoder().decode(bytes).slice(0, 300)}`);
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  return bytes;
}

const get = async (path, who) => {
  const answer = await office.json('GET', path, undefined, who);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

// A letter to the superior, for the first institution that owes an answer and has no draft waiting.
async function escalate(file, who) {
  if (found.reminder.some((one) => one.kind === 'escalation')) return;
  for (const receiver of file.receivers) {
    const made = await office.json('POST', `/recommendations/${file.id}/reminders`, { version: file.version, receiver: receiver.id, kind: 'escalation' }, who);
    if (made.status === 200 || made.status === 201) return;
  }
}

// Recommendations, hand-overs and discussions of one place.
async function findFurther(place) {
  const mine = cases.filter((one) => one.place === place), who = staff[place];
  for (const row of (await get('/reports?stage=completion', await office.session(account('penerima', place)))).reports)
    found.completion.push({ place, id: row.id, file: { title: row.event } });
  if (!mine.length) return;
  for (const row of (await get(`/recommendations?office=${mine[0].office}`, who)).rows) {
    const file = await get(`/recommendations/${row.id}`, who);
    if (!file.receivers?.length) continue;
    found.recommendation.push({ place, id: row.id, file: { title: file.matter } });
    await escalate(file, who);
    for (const receiver of (await get(`/recommendations/${row.id}`, who)).receivers)
      for (const reminder of receiver.reminders ?? [])
        if (reminder.state !== 'dropped') found.reminder.push({ place, id: reminder.id, kind: reminder.kind, file: { title: file.matter } });
  }
  for (const one of mine)
    for (const track of one.tracks) {
      const room = await office.json('GET', `/tracks/${track.id}`, undefined, who);
      for (const handover of room.body?.handovers ?? []) found.handover.push({ place, id: handover.id, file: one });
    }
  const centre = await office.json('GET', `/centres/${mine[0].office}/discussions`, undefined, who);
  for (const row of centre.body?.rows ?? [])
    if (row.state === 'held' || row.state === 'concluded') found.discussion.push({ place, id: row.id, file: { title: row.case_title } });
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'netra-papers-'));
  rmSync(shots, { recursive: true, force: true });
  mkdirSync(shots, { recursive: true });
  office = await Office.start();
  for (const place of places) {
    staff[place] = await office.session(account('penangan', place));
    for (const closed of ['', '?closed=true'])
      for (const row of (await get(`/cases${closed}`, staff[place])).rows)
        if (!cases.some((one) => one.id === row.id)) cases.push({ place, ...(await get(`/cases/${row.id}`, staff[place])) });
  }
  assert.ok(cases.length > 10);
  for (const place of places) await findFurther(place);
  const chair = await office.session(account('ketua'));
  for (const one of cases.filter((file) => file.place === 'cilegon' && file.report)) {
    const opened = await office.json('POST', `/reports/${one.report}/identity`, { reason: 'Pemeriksaan naskah tidak memuat nama' }, chair);
    if (opened.status !== 200) continue;
    if (opened.body.reporter?.name) secrets.add(opened.body.reporter.name);
    for (const witness of opened.body.witnesses) if (witness.name) secrets.add(witness.name);
  }
  assert.ok(secrets.size > 0, 'the demo has reporters whose names may not appear');
});

after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await office.stop();
});

const withLast = (member) => cases.filter((one) => one[member]?.length);
const firstOf = (member, fits = () => true) => {
  for (const one of cases) for (const item of one[member] ?? []) if (fits(item, one)) return { place: one.place, id: item.id, file: one };
  return null;
};

// What the demo holds for each paper; `says` must stand on it.
const papers = [
  { document: 'review_note', kind: 'case', title: 'KAJIAN AWAL', find: () => withLast('reviews').map((one) => ({ place: one.place, id: one.id, file: one }))[0], says: ['Syarat formil dan materiel', 'identitas disimpan tersegel'] },
  { document: 'completion_notice', kind: 'report', title: 'Pemberitahuan kelengkapan', isLetter: true, find: () => found.completion[0], says: ['Yth. Pelapor', 'belum memenuhi syarat'] },
  { document: 'study', kind: 'case', title: 'KAJIAN DUGAAN PELANGGARAN', find: () => withLast('studies').map((one) => ({ place: one.place, id: one.id, file: one }))[0], says: ['Kasus posisi', 'belum merupakan putusan'] },
  { document: 'status_notice', kind: 'case', title: 'Pemberitahuan tentang status', form: 'Model A.17', isLetter: true, find: () => withLast('notices').map((one) => ({ place: one.place, id: one.id, file: one }))[0], says: ['Yth. Pelapor'] },
  { document: 'invitation', kind: 'clarification', title: 'Undangan klarifikasi', isLetter: true, find: () => firstOf('clarifications'), says: ['di Tempat', 'tidak menyatakan bahwa pelanggaran telah terjadi'] },
  { document: 'clarification_minutes', kind: 'clarification', title: 'BERITA ACARA KLARIFIKASI', find: () => firstOf('clarifications', (item) => item.minutes.length), says: ['Yang memberi keterangan'] },
  { document: 'plenary_minutes', kind: 'plenary', title: 'BERITA ACARA RAPAT PLENO', find: () => firstOf('plenaries'), says: ['Kehadiran dan pendapat', 'Keputusan'] },
  { document: 'recommendation', kind: 'recommendation', title: 'Rekomendasi:', isLetter: true, find: () => found.recommendation[0], says: ['memuat dugaan', 'menyampaikan rekomendasi'] },
  { document: 'reminder', kind: 'reminder', title: 'Pengingat tindak lanjut', isLetter: true, find: () => found.reminder.find((one) => one.kind === 'reminder'), says: ['Surat kami'] },
  { document: 'escalation', kind: 'reminder', title: 'kepada pejabat atasan', isLetter: true, find: () => found.reminder.find((one) => one.kind === 'escalation'), says: ['Surat kami'] },
  { document: 'discussion_minutes', kind: 'discussion', title: 'BERITA ACARA PEMBAHASAN', find: () => found.discussion[0], says: ['Kehadiran', 'ditandatangani oleh lembaga yang hadir'] },
  { document: 'handover_minutes', kind: 'handover', title: 'BERITA ACARA SERAH TERIMA', find: () => found.handover[0], says: ['Yang menyerahkan', 'Yang menerima'] },
  { document: 'forwarding_letter', kind: 'track', title: 'Penerusan dugaan pelanggaran', isLetter: true, find: () => firstOf('tracks', (item) => item.receiver_name), says: ['belum menyatakan bahwa pihak yang disebut bersalah'] },
];

for (const paper of papers)
  test(`the paper ${paper.document}`, async () => {
    const from = paper.find();
    assert.ok(from, 'the demo has such a record');
    const who = from.who ?? staff[from.place];
    const made = await office.json('POST', '/letters', { document: paper.document, subject_kind: paper.kind, subject: from.id }, who);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const first = await pdf(`/letters/${made.body.id}/paper`, who);
    const draft = read(`${paper.document}-draf`, first);
    for (const part of [paper.title, ...paper.says, from.file.number ?? from.file.title]) assert.ok(draft.flat.includes(part), `${part} in\n${draft.text}`);
    assert.match(draft.text, /DRAF/i);
    assert.match(draft.text, /Halaman 1 dari \d+/);
    assert.match(draft.text, /Nomor *: \.{5,}/, 'no number before its step');
    if (paper.form) assert.ok(draft.flat.includes(paper.form) && /belum dikonfirmasi/i.test(draft.flat), draft.text);
    for (const name of secrets) assert.ok(!draft.flat.includes(name), `${paper.document} names a reporter or witness`);
    assert.deepEqual(await pdf(`/letters/${made.body.id}/paper`, who), first, 'the same paper, the same bytes');
  });

test('a checked letter is numbered, and its number and the address of its page stand on the paper', async () => {
  const { place, id } = firstOf('clarifications');
  const writer = staff[place], checker = await office.session(account('ketua', place));
  const made = (await office.json('POST', '/letters', { document: 'invitation', subject_kind: 'clarification', subject: id }, writer)).body;
  const checked = await office.json('POST', `/letters/${made.id}/checks`, { version: made.version }, checker);
  assert.equal(checked.status, 200, JSON.stringify(checked.body));
  const numbered = await office.json('POST', `/letters/${made.id}/numbers`, { version: checked.body.version, signed_as: 'chair' }, checker);
  assert.equal(numbered.status, 200, JSON.stringify(numbered.body));
  const { flat } = read('invitation-bernomor', await pdf(`/letters/${made.id}/paper`, writer));
  assert.ok(flat.includes(numbered.body.number), flat);
  assert.match(flat, /\/surat\/ ?[0-9A-Z-]+/, 'the address of its page');
});

test('the report form and the receipt name the reporter, for who opened the identity, and leave an act', async () => {
  const { report } = cases.find((one) => one.place === 'cilegon' && one.report);
  const chair = await office.session(account('ketua'));
  const reason = 'Formulir ditandatangani pelapor di loket';
  for (const [document, title, form] of [['report', 'LAPORAN', 'Model A.1'], ['receipt', 'TANDA BUKTI PENYAMPAIAN LAPORAN', 'Model A.3']]) {
    const { flat, text } = read(document, await pdf(`/reports/${report}/papers/${document}`, chair, { reason }));
    assert.ok(flat.includes(title) && flat.includes(form), text);
    assert.ok([...secrets].some((name) => flat.includes(name)), 'the reporter is named');
    assert.doesNotMatch(flat, /\/surat\//, 'a form outside the book leads nowhere');
  }
  const refused = [
    [{ reason: 'ya' }, chair, 422],
    [{ reason }, await office.session(account('ketua', 'tangerang')), 404],
    [{ reason }, {}, 401],
  ];
  for (const [body, who, status] of refused)
    assert.equal((await office.json('POST', `/reports/${report}/papers/report`, body, who)).status, status);
  assert.equal((await office.json('POST', `/reports/${report}/papers/verdict`, { reason }, chair)).status, 404);
  const history = JSON.stringify(await get(`/reports/${report}/history`, chair));
  assert.ok(history.split('identity.opened').length > 2, 'each paper is an opening');
});

test('who may not read the record gets no paper of it', async () => {
  const { place, id } = firstOf('clarifications');
  const elsewhere = staff[places.find((one) => one !== place)];
  const answer = await office.json('POST', '/letters', { document: 'invitation', subject_kind: 'clarification', subject: id }, elsewhere);
  assert.equal(answer.status, 404, JSON.stringify(answer.body));
  const wrong = await office.json('POST', '/letters', { document: 'study', subject_kind: 'clarification', subject: id }, staff[place]);
  assert.equal(wrong.status, 422, 'no such paper of such a record');
});
