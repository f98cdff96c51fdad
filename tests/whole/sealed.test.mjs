// Nothing of another institution, and no reporter, comes out anywhere: every party opens everything that anybody found,
// in every form it comes in, and what was planted must not be there; who owns it does see it, so the test can fail.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Office, isLong, root, using } from './office.mjs';
import { formalReport, key } from './reports.mjs';

// Tracks are worked on by these; the others read what their office allows.
const workers = ['penangan.cilegon', 'penyidik.cilegon', 'jaksa.cilegon', 'bkpsdm.cilegon'];
const readers = ['admin.cilegon', 'auditor', 'penerima.tangerang', ...(isLong ? ['ketua.cilegon', 'penerima.cilegon', 'pencegahan.cilegon', 'penangan.cilacap'] : [])];
const nobody = 'the public';

const planted = {
  name: 'Kanari Pelapor Xq17', address: 'Jalan Kanari Tersembunyi 17', phone: '0899-1717-0001',
  witness: 'Kanari Saksi Xq17', witnessPhone: '0899-1717-0002', witnessAddress: 'Gang Kanari Saksi 18',
};

const noteOf = (who) => `Catatan Kanari milik ${who} Xq17`;

// Who gave their name to any office of the demo.
function demoSecrets() {
  const out = [];
  for (const { body } of JSON.parse(readFileSync(join(root, 'app/demo/reports.json'), 'utf8')))
    for (const person of [body.reporter, ...(body.witnesses ?? [])])
      for (const value of [person?.phone, person?.address]) if (value) out.push(value);
  return [...new Set(out)];
}

// ---- reading whatever comes ----

function fromTool(command, args, bytes, ending) {
  const folder = mkdtempSync(join(tmpdir(), 'netra-sealed-'));
  try {
    const file = join(folder, `body${ending}`);
    writeFileSync(file, bytes);
    const done = spawnSync(command, args(file), { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(done.status, 0, `${command}: ${done.stderr}`);
    return done.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const unzipAll = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n    sys.stdout.write(n + '\\n' + z.read(n).decode('utf-8', 'replace') + '\\n')";

// HTML writes some letters as entities, calendars fold their lines.
function textOf(type, bytes) {
  if (/application\/pdf/.test(type)) return fromTool('pdftotext', (file) => ['-layout', file, '-'], bytes, '.pdf');
  if (/zip|spreadsheetml/.test(type)) return fromTool('python3', (file) => ['-c', unzipAll, file], bytes, '.zip');
  const text = bytes.toString('utf8');
  return /calendar/.test(type) ? text.replaceAll('\r\n ', '') : text.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
}

async function open(office, path, accept, session) {
  const answer = await fetch(office.url + path, { redirect: 'manual', headers: { accept, ...session } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.ok(answer.status < 500, `${path}: ${answer.status} ${bytes.toString('utf8').slice(0, 300)}`);
  return { status: answer.status, text: textOf(answer.headers.get('content-type') ?? '', bytes) };
}

// ---- walking ----

const kindOf = (path) => path.replace(/\?.*/, '').replaceAll(/\/[^/]*\d[^/]*/g, '/*');
const isWalked = (path) => /^\/[^/]/.test(path) && !/^\/(static|uploads|demo|openapi|sign-in|sign-out|healthz|metrics|regions|me\/second-factor)/.test(path);
const kMostOfAKind = isLong ? 6 : 2;

// Every address a person is led to, by pages and by JSON; some of each kind.
async function walk(office, starts, session) {
  const waiting = [...starts];
  const known = new Set(waiting);
  const counts = new Map();
  const reached = [];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = kindOf(path);
    if ((counts.get(kind) ?? 0) >= kMostOfAKind) continue;
    const answers = [await open(office, path, 'text/html', session), await open(office, path, 'application/json', session)];
    if (answers.every(({ status }) => status !== 200)) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    reached.push(path);
    for (const { text } of answers)
      for (const [, found] of text.matchAll(/(?:href=|":\s*)"(\/[^"#\s\\]*)/g)) {
        const target = found.replaceAll('&amp;', '&');
        if (!known.has(target) && isWalked(target)) {
          known.add(target);
          waiting.push(target);
        }
      }
  }
  return reached;
}

// The same address in every form it may have.
const formsOf = (path) => [[path, 'text/html'], [path, 'application/json']];

async function leaks(office, who, paths, session, forbidden) {
  const found = [];
  let opened = 0;
  for (const path of paths)
    for (const [address, accept] of formsOf(path)) {
      const { status, text } = await open(office, address, accept, session);
      opened += status === 200;
      // A search says again what was asked; what it finds is another matter.
      for (const word of forbidden) if (text.includes(word) && !decodeURIComponent(address).includes(word)) found.push(`${who} reads "${word}" at ${address} (${accept})`);
    }
  return { found, opened };
}

async function plant(office, sessions) {
  const filed = await office.json('POST', '/reports', formalReport({
    reporter: { ...formalReport().reporter, name: planted.name, address: planted.address, phone: planted.phone },
    witnesses: [{ name: planted.witness, address: planted.witnessAddress, phone: planted.witnessPhone }],
  }), { 'idempotency-key': key() });
  assert.equal(filed.status, 201, JSON.stringify(filed.body));
  const notes = new Map();  // who -> the words only that office may read
  for (const who of workers) {
    const tracks = (await walk(office, ['/tracks'], sessions.get(who))).filter((path) => /^\/tracks\/[^/?]+$/.test(path));
    for (const path of tracks) {
      const noted = await office.json('POST', `${path}/notes`, { text: noteOf(who) }, sessions.get(who));
      if (noted.status < 300) notes.set(who, noteOf(who));
    }
  }
  return { report: filed.body.receipt.id, notes };
}

// What lies in the database beside the records: mails, search, notices, the desk, the log.
function atRest(office) {
  const db = join(office.data, 'netra.db');
  const tables = spawnSync('sqlite3', [db, "SELECT name FROM sqlite_master WHERE type = 'table'"], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  assert.ok(tables.length > 50);
  const dump = (name) => spawnSync('sqlite3', [db, `SELECT * FROM "${name}"`], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const beside = tables.filter((name) => /^(mail_outbox|jobs|desk_|search|clock_notices|hook_|journal$|idempotency|answers)/.test(name));
  assert.ok(beside.includes('mail_outbox') && beside.some((name) => name.startsWith('search')), `${beside}`);
  const mails = (() => { try { return readdirSync(join(office.data, 'mail')).map((name) => readFileSync(join(office.data, 'mail', name), 'utf8')); } catch { return []; } })();
  return { all: tables.map(dump).join('\n'), beside: beside.map(dump).join('\n') + office.log + mails.join('\n') };
}

test('what is sealed or another institution\'s own comes out nowhere', { timeout: 1_500_000 }, (t) => using(Office.start(), async (office) => {
  const sessions = new Map([[nobody, {}]]);
  for (const who of [...workers, ...readers]) sessions.set(who, await office.session(`${who}@contoh.netra`));
  const { report, notes } = await plant(office, sessions);
  const persons = [...Object.values(planted), ...demoSecrets()];

  const openapi = (await office.json('GET', '/openapi.json')).body;
  const starts = Object.keys(openapi.paths).filter((path) => openapi.paths[path].get && !path.includes('{') && isWalked(path));
  const paths = new Set([`/reports/${report}`]);
  for (const [, session] of sessions) for (const path of await walk(office, [...starts, ...paths], session)) paths.add(path);
  for (const word of ['Kanari', 'Xq17', planted.phone]) paths.add(`/search?q=${encodeURIComponent(word)}`);
  t.diagnostic(`${paths.size} addresses`);
  assert.ok(paths.size > 150, `${paths.size} addresses`);

  // ---- it can fail: the owners do see what is theirs ----
  const opened = await office.json('POST', `/reports/${report}/identity`, { reason: 'Uji penjagaan identitas (contoh)' }, sessions.get('penangan.cilegon'));
  const owners = JSON.stringify(opened.body);
  assert.ok(owners.includes(planted.name) && owners.includes(planted.phone), `${opened.status} ${owners}`);
  assert.ok(notes.size >= 3, `notes of ${[...notes.keys()]}: too few institutions share a track in the demo`);
  const tracks = [...paths].filter((path) => /^\/tracks\/[^/?]+$/.test(path));
  for (const [who, words] of notes) {
    const seen = await leaks(office, who, tracks, sessions.get(who), [words]);
    assert.ok(seen.found.length > 0, `${who} does not see the own note`);
  }

  // ---- everybody opens everything ----
  const officeOf = (who) => (who.endsWith('.cilegon') && !['penyidik.cilegon', 'jaksa.cilegon', 'bkpsdm.cilegon', 'pencegahan.cilegon'].includes(who) ? 'bawaslu' : who);
  const faults = [];
  for (const [who, session] of sessions) {
    const others = [...notes].filter(([owner]) => officeOf(owner) !== officeOf(who)).map(([, words]) => words);
    const feed = who === nobody ? [] : [new URL((await office.json('POST', '/me/notifications/feed', {}, session)).body.url).pathname];
    const { found, opened: count } = await leaks(office, who, [...paths, ...feed], session, [...persons, ...others]);
    t.diagnostic(`${who}: ${count} answers read`);
    faults.push(...found);
  }
  assert.deepEqual(faults, [], faults.slice(0, 40).join('\n'));

  // ---- at rest ----
  await office.end();
  const { all, beside } = atRest(office);
  for (const word of persons) assert.ok(!all.includes(word), `"${word}" lies readable in the database`);
  for (const word of [...persons, ...notes.values()]) assert.ok(!beside.includes(word), `"${word}" lies in a mail, a job, the search index, the journal or the log`);
  for (const [, words] of notes) assert.ok(all.includes(words), 'the notes are in their own table: the look into the database sees');
}));
