// `netra check` passes on what is sound and names what somebody changed behind Netra's back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, using } from './office.mjs';
import { formalReport, key } from './reports.mjs';

// A program beside Netra that writes to its tables.
function tamper(office, ...statements) {
  const done = office.databaseUrl
    ? spawnSync('psql', [office.databaseUrl, '-v', 'ON_ERROR_STOP=1', '-qtAc', statements.join(';')], { encoding: 'utf8' })
    : spawnSync('sqlite3', [join(office.data, 'netra.db'), ['PRAGMA foreign_keys=OFF', ...statements].join(';')], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.trim();
}

function check(office, ...more) {
  const done = office.job('check', more, { mayFail: true });
  assert.equal(done.stderr, '', done.stderr);
  return done;
}

async function fileWithEvidence(office) {
  const bytes = Buffer.from(`%PDF-1.4\nBukti contoh ${key()}\n%%EOF\n`);
  const upload = await office.upload(bytes, 'bukti-contoh.pdf');
  const answer = await office.json('POST', '/reports', formalReport({ evidence: [{ staged: upload.handle, description: 'Bukti contoh' }] }), { 'idempotency-key': key() });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  assert.equal(answer.body.receipt.files[0].sha256, upload.sha256);
  return upload.sha256;
}

// Everything at once, because one check is to name all of it.
function nameEverything(office, altered, lost) {
  const last = Number(tamper(office, 'SELECT max(seq) FROM journal'));
  assert.ok(last > 100, `the demo's journal has ${last} entries`);
  // Each column of an entry of its own, some apart, so that no fault hides another.
  const columns = ['actor', 'role', 'office', 'verb', 'subject_kind', 'subject_id', 'commitment', 'previous', 'hash'];
  const seq = (i) => 10 + 4 * i;
  tamper(office,
    ...(office.databaseUrl ? ['SET session_replication_role = replica'] : []),
    'UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 5', ...columns.map((column, i) => `UPDATE journal SET ${column} = ${column} || 'x' WHERE seq = ${seq(i)}`),
    "UPDATE journal_details SET reason = reason || '.' WHERE seq = 60", "UPDATE journal_details SET change = '{}' WHERE seq = 64",
    'DELETE FROM journal_details WHERE seq = 68', 'UPDATE journal_details SET salt = NULL, change = NULL, reason = NULL, erased_by = 1 WHERE seq = 72',
    // Two neighbours change places, one entry is taken out of the middle, and the end is cut off.
    'UPDATE journal SET seq = -1 WHERE seq = 80', 'UPDATE journal SET seq = 80 WHERE seq = 81', 'UPDATE journal SET seq = 81 WHERE seq = -1',
    'DELETE FROM journal WHERE seq = 90', `DELETE FROM journal WHERE seq = ${last}`);
  const path = stored(office, altered);
  const bytes = readFileSync(path);
  bytes[20] ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  rmSync(stored(office, lost));
  const done = check(office);
  assert.equal(done.status, 1, done.stdout);
  for (const part of ['journal', 'files']) assert.match(done.stdout, new RegExp(`^${part} +FAIL`, 'm'));
  for (const name of ['entry 5: altered', ...columns.map((_, i) => `entry ${seq(i)}: altered`), 'entry 60: details do not match', 'entry 64: details do not match',
    'entry 68: details missing', 'entry 72: details erased without an act', 'entry 80: out of order (written as entry 81)',
    'entry 81: out of order (written as entry 80)', 'entry 90: missing', `entry ${last}: missing`, `${altered}: files.altered`, `${lost}: files.unknown`])
    assert.ok(done.stdout.includes(name), `${name} in ${done.stdout}`);
  for (const sound of [6, 8, 59, 61, 89, 91]) assert.ok(!done.stdout.includes(`entry ${sound}:`), `entry ${sound} is sound: ${done.stdout}`);
}

// A row of the desk is a view: what it says wrongly is named, and mended from the record.
function rebuild(office) {
  const sound = check(office, '--rebuild');
  assert.equal(sound.status, 0, sound.stdout);
  assert.match(sound.stdout, /^desk +ok +rows of \d\d+ records made anew$/m);
  const kinds = ['report', 'finding', 'tracing', 'case_file'];
  for (const kind of kinds) tamper(office, `UPDATE desk_items SET stage = 'nowhere', due_at_ms = 1 WHERE kind = '${kind}' AND id = (SELECT min(id) FROM desk_items WHERE kind = '${kind}')`);
  tamper(office, "DELETE FROM desk_items WHERE kind = 'lead' AND id = (SELECT min(id) FROM desk_items WHERE kind = 'lead')");
  const found = check(office, '--rebuild');
  assert.equal(found.status, 1, found.stdout);
  assert.equal(found.stdout.match(/: stage, due_at$/gm)?.length, kinds.length, found.stdout);
  assert.match(found.stdout, /: no row lead$/m);
  assert.equal(check(office, '--rebuild').status, 0);
}

// One bit of one byte in the database's own file, inside a row of the journal.
function flippedByte(office) {
  tamper(office, 'PRAGMA wal_checkpoint(TRUNCATE)');
  const path = join(office.data, 'netra.db');
  const bytes = readFileSync(path);
  const hash = tamper(office, 'SELECT commitment FROM journal WHERE seq = 7');
  const at = bytes.indexOf(hash);
  assert.ok(at > 0 && bytes.indexOf(hash, at + 1) < 0, 'the commitment stands in the file once');
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
  const done = check(office);
  assert.equal(done.status, 1, done.stdout);
  assert.match(done.stdout, /entry 7: altered/);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}

const stored = (office, sha256) => join(office.data, 'files/objects', sha256.slice(0, 2), sha256.slice(2, 4), sha256);

for (const engine of engines())
  test(`netra check on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    await using(engine.start(), async (office) => {
      const files = [await fileWithEvidence(office), await fileWithEvidence(office)];
      await office.end();
      const sound = check(office);
      assert.equal(sound.status, 0, sound.stdout);
      assert.match(sound.stdout, /^0 faults$/m);
      await t.test('makes the views anew', () => rebuild(office));
      if (!office.databaseUrl) await t.test('names the entry in which one bit changed', () => flippedByte(office));
      await t.test('names altered, missing and moved entries and files', () => nameEverything(office, ...files));
    });
  });
