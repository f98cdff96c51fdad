// Programs file reports: what the receipt says, what is refused and how, repeats, and that identities stay sealed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, using } from './office.mjs';
import { formalReport, key, leadReport, secrets } from './reports.mjs';

const file = (office, body, headers = {}) => office.json('POST', '/reports', body, headers);
const statusOf = (office, code, headers = {}) => office.json('GET', '/reports/status', undefined, { 'x-netra-code': code, ...headers });

async function receiptOf(office, body) {
  const answer = await file(office, body, { 'idempotency-key': key() });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.receipt;
}

async function refused(office, body, status, code, field) {
  const answer = await file(office, body, { 'idempotency-key': key() });
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.code, code);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.ok(answer.body.title, 'a refusal says why in words');
  if (field) assert.deepEqual(answer.body.errors.map((e) => [e.pointer, e.code]), [field]);
}

async function receipts(office) {
  const whole = await receiptOf(office, formalReport());
  assert.match(whole.code, /^[0-9A-Z]+(-[0-9A-Z]+)+$/);
  assert.ok(whole.code.replaceAll('-', '').length >= 23, 'at least 112 random bits and a check character');
  assert.match(whole.received_at, /^2024-10-24T\d\d:\d\d:\d\d(\.\d+)?\+07:00$/);
  assert.equal(whole.office_id, 'bawaslu-36.72');
  assert.equal(whole.track, 'formal');
  assert.equal(whole.downgrade, 'none');
  assert.equal(whole.complete, true, JSON.stringify(whole.missing));
  assert.deepEqual(whole.missing, []);
  assert.ok(whole.due.length > 0, 'a formal report has a clock');
  for (const due of whole.due) {
    assert.match(due.due ?? due.target, /^2024-\d\d-\d\dT.*\+07:00$/);
    assert.ok(due.basis && due.label && due.mark, JSON.stringify(due));
  }

  const { address, phone, ...partial } = formalReport().reporter;
  const gappy = await receiptOf(office, formalReport({ reporter: partial, evidence: [] }));
  assert.equal(gappy.complete, false);
  const missing = gappy.missing.map((gap) => gap.field);
  for (const field of ['reporter_address', 'reporter_phone', 'evidence']) assert.ok(missing.includes(field), `${field} in ${missing}`);
  for (const gap of gappy.missing) assert.ok(gap.label && gap.basis && gap.mark && gap.explain, JSON.stringify(gap));

  const status = await statusOf(office, whole.code);
  assert.equal(status.status, 200);
  assert.equal(status.body.received_at, whole.received_at);
  assert.equal(status.body.track, 'formal');
  assert.equal(status.headers.get('cache-control'), 'no-store');
  const spoken = await statusOf(office, whole.code.toLowerCase().replaceAll('-', ' '));
  assert.equal(spoken.status, 200, 'a code typed in small letters without hyphens is the same code');
  const english = await statusOf(office, whole.code, { 'accept-language': 'en' });
  assert.notEqual(english.body.stage_name, status.body.stage_name);
}

async function leads(office) {
  const lead = await receiptOf(office, leadReport());
  assert.equal(lead.track, 'lead');
  assert.equal(lead.complete, true, 'nothing is asked of a lead');
  const late = await receiptOf(office, formalReport({ date_happened: '2024-09-28', date_known: '2024-09-28' }));
  assert.deepEqual([late.track, late.asked_track, late.downgrade], ['lead', 'formal', 'late']);
  const stranger = await receiptOf(office, formalReport({ reporter: { ...formalReport().reporter, capacity: 'other' } }));
  assert.deepEqual([stranger.track, stranger.asked_track, stranger.downgrade], ['lead', 'formal', 'not_entitled']);
  assert.equal((await statusOf(office, late.code)).body.downgrade, 'late');
}

async function refusals(office) {
  await refused(office, { ...formalReport(), surprise: 1 }, 400, 'request.fields', ['/surprise', 'field.unknown']);
  await refused(office, { ...formalReport(), event: 7 }, 400, 'request.fields', ['/event', 'field.type']);
  await refused(office, { ...formalReport(), track: 'rumour' }, 400, 'request.fields', ['/track', 'field.value']);
  await refused(office, { ...formalReport(), date_happened: '2024-02-30' }, 400, 'request.fields', ['/date_happened', 'field.value']);
  await refused(office, { ...formalReport(), reporter: { ...formalReport().reporter, shoe_size: 42 } }, 400, 'request.fields', ['/reporter/shoe_size', 'field.unknown']);
  await refused(office, formalReport({ place: '99.99' }), 422, 'report.fields', ['/place', 'region.unknown']);
  await refused(office, formalReport({ election: 'pilkada-1955' }), 422, 'report.fields', ['/election', 'election.unknown']);
  await refused(office, formalReport({ date_happened: '2024-10-20', date_known: '2024-12-24' }), 422, 'report.fields', ['/date_known', 'field.future']);
  await refused(office, formalReport({ date_happened: '2024-10-20', date_known: '2024-10-19' }), 422, 'report.fields', ['/date_known', 'report.known_before_happened']);
  await refused(office, formalReport({ event: 'x'.repeat(501) }), 422, 'report.fields', ['/event', 'field.too_long']);
  await refused(office, formalReport({ event: 'a\u0001b' }), 422, 'report.fields', ['/event', 'field.text']);

  await refused(office, '{"track":"formal",', 400, 'request.json');
  await refused(office, '[]'.repeat(200), 400, 'request.json');
  await refused(office, '['.repeat(100_000), 400, 'request.json');
  await refused(office, new Uint8Array([...Buffer.from('{"track":"lead","event":"'), 0xff, 0xfe, ...Buffer.from('"}')]), 400, 'request.encoding');
  await refused(office, JSON.stringify(formalReport({ chronology: 'x'.repeat(300_000) })), 413, 'request.too_large');
  const typed = await file(office, '<report/>', { 'content-type': 'application/xml' });
  assert.deepEqual([typed.status, typed.body.code], [415, 'request.content_type']);
  const keyed = await file(office, formalReport(), { 'idempotency-key': 'k'.repeat(300) });
  assert.deepEqual([keyed.status, keyed.body.code], [400, 'request.idempotency_key']);

  for (const code of ['AAAAA-AAAAA-AAAAA-AAAAA-AAAA', 'x', '']) {
    const unknown = await statusOf(office, code);
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'report.code_unknown'], code);
  }
}

async function repeats(office) {
  const once = key();
  const body = formalReport();
  const first = await file(office, body, { 'idempotency-key': once });
  const again = await file(office, body, { 'idempotency-key': once });
  assert.equal(first.status, 201);
  assert.equal(again.status, 201);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.deepEqual(again.body, first.body);
  const other = await file(office, { ...body, event: 'Dugaan yang lain' }, { 'idempotency-key': once });
  assert.deepEqual([other.status, other.body.code], [409, 'request.repeated_differently']);

  const before = await countReports(office);
  const shared = key();
  const same = formalReport();
  const answers = await Promise.all(Array.from({ length: 20 }, () => file(office, same, { 'idempotency-key': shared })));
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([201]));
  assert.equal(new Set(answers.map((answer) => answer.body.receipt.code)).size, 1, 'one receipt for all');
  assert.equal(await countReports(office), before + 1, 'one report for all');
}

// From the journal, which every filing enters.
async function countReports(office) {
  return office.job('export', ['journal']).stdout.split('\n').filter((line) => line.includes('"report.filed"')).length;
}

// Every file below the data directory and, on PostgreSQL, everything in the database, as bytes.
function everythingStored(office) {
  const out = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else out.push([path, readFileSync(path)]);
    }
  };
  walk(office.data);
  if (office.databaseUrl) {
    const dump = spawnSync('pg_dump', [office.databaseUrl], { maxBuffer: 1 << 30 });
    assert.equal(dump.status, 0, `${dump.stderr}`);
    out.push(['pg_dump', dump.stdout]);
    // Binary columns are dumped as hex.
    out.push(['pg_dump, binary', Buffer.from(`${dump.stdout}`.match(/\\\\x[0-9a-f]{8,}/g)?.map((hex) => Buffer.from(hex.slice(3), 'hex').toString('latin1')).join('\n') ?? '', 'latin1')]);
  }
  return out;
}

async function noTaint(office) {
  const codes = [];
  codes.push((await receiptOf(office, formalReport())).code);
  // The same through a draft, left unsent: sealed with the code from the moment it is saved.
  const started = await office.json('POST', '/lapor', { track: 'formal' });
  const code = started.body.code;
  const held = { 'x-netra-code': code };
  const { reporter, witnesses } = formalReport();
  for (const [step, body] of [['tempat', { place: '36.72.03' }], ['peristiwa', { event: 'Dugaan contoh' }], ['bukti', { witnesses }], ['pelapor', { reporter }]]) {
    const saved = await office.json('POST', `/lapor/${step}`, body, held);
    assert.equal(saved.status, 200, `${step}: ${JSON.stringify(saved.body)}`);
  }
  codes.push(code);
  const message = await office.json('POST', '/status/messages', { text: 'Pesan contoh' }, { 'x-netra-code': codes[0], 'idempotency-key': key() });
  assert.equal(message.status, 200);

  const metrics = await (await fetch(`${office.url}/metrics`)).text();
  assert.match(metrics, /\/reports/);
  const journal = office.job('export', ['journal']).stdout;
  assert.match(journal, /"report\.filed"/);
  const places = [...everythingStored(office), ['log', Buffer.from(office.log)], ['metrics', Buffer.from(metrics)], ['journal', Buffer.from(journal)]];
  const forms = (secret) => [Buffer.from(secret), Buffer.from(secret.replaceAll('-', '')), Buffer.from(secret, 'utf16le'),
    Buffer.from(encodeURIComponent(secret)), Buffer.from(secret.replaceAll(' ', '+')), Buffer.from(Buffer.from(secret).toString('hex'))];
  for (const secret of [...secrets, ...codes])
    for (const [place, bytes] of places)
      for (const form of forms(secret)) assert.ok(!bytes.includes(form), `"${secret}" is in ${place}`);
  assert.ok(places.length > 5 && places.some(([, bytes]) => bytes.includes('Dugaan dukungan terbuka pegawai')), 'the search itself finds what is there');
}

for (const engine of engines())
  test(`intake on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    await using(engine.start(), async (office) => {
      await t.test('the receipt says who, when, what is missing and what is due', () => receipts(office));
      await t.test('leads, and reports that are late or by somebody not entitled, are kept as leads', () => leads(office));
      await t.test('refusals carry permanent codes', () => refusals(office));
      await t.test('a repeat files nothing twice', () => repeats(office));
      await t.test('identities and codes are nowhere in clear', () => noTaint(office));
    });
  });
