// A backup taken while reports come in is whole, and an office restored from it, on either engine, answers as the old one did.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Office, binary, dropDatabase, engines, hasPostgres, newPostgres, using } from './office.mjs';
import { formalReport, key } from './reports.mjs';

// Files reports until told to stop; each receipt with the moment it was answered.
function filing(office) {
  const receipts = [];
  let going = true;
  const work = (async () => {
    while (going) {
      const answer = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
      if (answer.status === 201) receipts.push({ ...answer.body.receipt, at: Date.now() });
    }
  })();
  return { receipts, stop: () => { going = false; return work; } };
}

// The job runs beside the server, as an administrator would start it; spawnSync would stop the clients of this process.
async function backupWhileFiling(office, target) {
  const job = spawn(binary, ['backup', target, '--data', office.data], { env: office.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [job.stdout, job.stderr]) stream.on('data', (bytes) => { words += bytes; });
  const code = await new Promise((done) => job.once('exit', done));
  assert.equal(code, 0, words);
  return words;
}

async function restoredAnswers(source, from, receipts, databaseUrl) {
  const data = mkdtempSync(join(tmpdir(), 'netra-restored-'));
  rmSync(data, { recursive: true });
  try {
    const office = await Office.start({ data, databaseUrl, listen: false, command: 'serve' });
    office.job('restore', [from]);
    copyFileSync(join(source.data, 'secret.key'), join(data, 'secret.key'));  // kept beside the backup, as it says
    const checked = office.job('check');
    assert.match(checked.stdout, /^0 faults$/m, checked.stdout);
    const again = office.job('restore', [from], { mayFail: true });
    assert.notEqual(again.status, 0, 'nothing is restored over what is there');
    assert.match(again.stderr + again.stdout, /backup\.not_empty/);
    await office.launch();
    try {
      for (const receipt of receipts) {
        const status = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
        assert.equal(status.status, 200, `the report of ${receipt.received_at} is not in the restored office`);
        assert.equal(status.body.received_at, receipt.received_at);
      }
      assert.equal((await office.page('/')).status, 200);
    } finally {
      await office.end();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
    if (databaseUrl) dropDatabase(databaseUrl);
  }
}

// A copy of the backup with one bit changed in a table.
function damagedCopy(backup) {
  const damaged = `${backup}-damaged`;
  cpSync(backup, damaged, { recursive: true });
  const table = join(damaged, 'tables/reports.jsonl');
  const bytes = readFileSync(table);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(table, bytes);
  return damaged;
}

for (const engine of engines())
  test(`backup and restore, from ${engine.name}`, { timeout: 300_000 }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'netra-backup-'));
    const backup = join(folder, 'first');
    try {
      await using(engine.start(), async (office) => {
        const upload = await office.upload(Buffer.from('%PDF-1.4\nBukti contoh\n%%EOF\n'), 'bukti.pdf');
        const kept = await office.json('POST', '/reports', formalReport({ evidence: [{ staged: upload.handle, description: 'Bukti' }] }), { 'idempotency-key': key() });
        assert.equal(kept.status, 201);
        const load = filing(office);
        while (load.receipts.length < 3) await new Promise((done) => setTimeout(done, 20));
        const started = Date.now();
        const words = await backupWhileFiling(office, backup);
        assert.match(words, /1 files|\d+ files/);
        await load.stop();
        assert.ok(load.receipts.some((receipt) => receipt.at > started), 'reports were filed while the backup ran');
        const before = [kept.body.receipt, ...load.receipts.filter((receipt) => receipt.at < started)];
        assert.ok(existsSync(join(backup, 'files', upload.sha256.slice(0, 2), upload.sha256)));

        const twice = office.job('backup', [backup], { mayFail: true });
        assert.notEqual(twice.status, 0);
        assert.match(twice.stderr + twice.stdout, /backup\.exists/);

        await t.test('restored into SQLite', () => restoredAnswers(office, backup, before));
        if (hasPostgres && !office.databaseUrl) await t.test('restored into PostgreSQL', () => restoredAnswers(office, backup, before, newPostgres()));
        if (!office.databaseUrl) await t.test('a damaged backup is refused', async () => {
          const data = join(folder, 'data');
          const other = await Office.start({ data, listen: false, command: 'serve' });
          const done = other.job('restore', [damagedCopy(backup)], { mayFail: true });
          assert.notEqual(done.status, 0);
          assert.match(done.stderr + done.stdout, /backup\.damaged.*reports\.jsonl/);
        });
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
