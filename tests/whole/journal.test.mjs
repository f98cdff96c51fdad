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

function check(office) {
  const done = office.job('check', [], { mayFail: true });
  assert.equal(done.stderr, '', done.stderr);
  return done;
}

// Changes something, expects `check` to say the words, and puts it back.
function found(office, change, back, ...words) {
  tamper(office, ...change);
  const done = check(office);
  assert.equal(done.status, 1, done.stdout);
  assert.match(done.stdout, /^journal +FAIL/m);
  for (const word of words) assert.match(done.stdout, word, done.stdout);
  tamper(office, ...back);
}

async function fileWithEvidence(office) {
  const bytes = Buffer.from(`%PDF-1.4\nBukti contoh ${key()}\n%%EOF\n`);
  const upload = await office.upload(bytes, 'bukti-contoh.pdf');
  const answer = await office.json('POST', '/reports', formalReport({ evidence: [{ staged: upload.handle, description: 'Bukti contoh' }] }), { 'idempotency-key': key() });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  assert.equal(answer.body.receipt.files[0].sha256, upload.sha256);
  return upload.sha256;
}

function alteredEntries(office) {
  const last = Number(tamper(office, 'SELECT max(seq) FROM journal'));
  assert.ok(last > 20, `the demo's journal has ${last} entries`);
  const middle = Math.floor(last / 2);
  const restore = (seq, columns) => {  // the row as it stands, for putting it back
    const quote = (text) => `'${text.replaceAll("'", "''")}'`;
    return columns.map((column) => `UPDATE journal SET ${column} = ${quote(tamper(office, `SELECT ${column} FROM journal WHERE seq = ${seq}`))} WHERE seq = ${seq}`);
  };

  const named = new RegExp(`entry ${middle}: altered`);
  found(office, [`UPDATE journal SET at_ms = at_ms + 1 WHERE seq = ${middle}`], [`UPDATE journal SET at_ms = at_ms - 1 WHERE seq = ${middle}`], named);
  for (const column of ['actor', 'role', 'office', 'verb', 'subject_id', 'commitment', 'previous', 'hash'])
    found(office, [`UPDATE journal SET ${column} = ${column} || 'x' WHERE seq = ${middle}`], restore(middle, [column]), named);

  found(office, [`UPDATE journal_details SET reason = reason || '.' WHERE seq = ${middle}`],
    [`UPDATE journal_details SET reason = substr(reason, 1, length(reason) - 1) WHERE seq = ${middle}`], new RegExp(`entry ${middle}: details do not match`));

  // Two neighbours change places.
  const swap = [`UPDATE journal SET seq = -1 WHERE seq = ${middle}`, `UPDATE journal SET seq = ${middle} WHERE seq = ${middle + 1}`, `UPDATE journal SET seq = ${middle + 1} WHERE seq = -1`];
  const off = office.databaseUrl ? ['SET session_replication_role = replica'] : [];
  found(office, [...off, ...swap], [...off, ...swap], new RegExp(`entry ${middle}: out of order \\(written as entry ${middle + 1}\\)`));

  // The end is cut off: the head knows.
  found(office, [...off, 'CREATE TABLE kept AS SELECT * FROM journal WHERE seq = ' + last, `DELETE FROM journal WHERE seq = ${last}`],
    [...off, 'INSERT INTO journal SELECT * FROM kept', 'DROP TABLE kept'], new RegExp(`entry ${last}: missing`));
  found(office, [...off, 'CREATE TABLE kept AS SELECT * FROM journal WHERE seq = ' + middle, `DELETE FROM journal WHERE seq = ${middle}`],
    [...off, 'INSERT INTO journal SELECT * FROM kept', 'DROP TABLE kept'], new RegExp(`entry ${middle}: missing`));
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

function alteredFile(office, sha256) {
  const path = join(office.data, 'files/objects', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const bytes = readFileSync(path);
  const changed = Buffer.from(bytes);
  changed[20] ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, changed);
  const altered = check(office);
  assert.equal(altered.status, 1, altered.stdout);
  assert.match(altered.stdout, new RegExp(`${sha256}: files.altered`));
  rmSync(path);
  const gone = check(office);
  assert.equal(gone.status, 1, gone.stdout);
  assert.match(gone.stdout, new RegExp(`${sha256}: files.unknown`));
  writeFileSync(path, bytes);
}

for (const engine of engines())
  test(`netra check on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    await using(engine.start(), async (office) => {
      const sha256 = await fileWithEvidence(office);
      await office.end();
      const sound = check(office);
      assert.equal(sound.status, 0, sound.stdout);
      assert.match(sound.stdout, /^0 faults$/m);
      await t.test('names altered, missing and moved entries', () => alteredEntries(office));
      if (!office.databaseUrl) await t.test('names the entry in which one bit changed', () => flippedByte(office));
      await t.test('names an altered and a missing file', () => alteredFile(office, sha256));
      const again = check(office);
      assert.equal(again.status, 0, again.stdout);
    });
  });
