// What was acknowledged stays: kill -9 under load, and a disk that is full.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Office, isLong } from './office.mjs';
import { formalReport, key } from './reports.mjs';

const kills = isLong ? 200 : 6;

// Files reports from several clients until the server is gone; returns the receipts that were answered.
async function fileUntilGone(office, clients = 8) {
  const receipts = [];
  const client = async () => {
    for (;;) {
      try {
        const answer = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
        if (answer.status === 201) receipts.push(answer.body.receipt);
        else if (answer.status !== 503 && answer.status !== 429) throw new Error(`unexpected ${answer.status}`);
      } catch (error) {
        if (error.message.startsWith('unexpected')) throw error;
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return receipts;
}

test(`kill -9 ${kills} times under intake load loses no acknowledged report`, { timeout: 3_600_000 }, async () => {
  const office = await Office.start();
  const all = [];
  try {
    for (let i = 0; i < kills; ++i) {
      const load = fileUntilGone(office);
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 500));
      await office.kill();
      all.push(...(await load));
      await office.launch();
    }
    assert.ok(all.length > kills, `only ${all.length} reports were acknowledged`);
    for (const receipt of all) {
      const status = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
      assert.equal(status.status, 200, `the report of ${receipt.received_at} is gone`);
    }
    assert.equal(new Set(all.map((receipt) => receipt.code)).size, all.length);
  } finally {
    await office.stop();
  }
});

test('a full disk refuses clearly and loses nothing', { timeout: 600_000 }, async () => {
  // A limit on the size of any file stands for the full disk: writes beyond it fail as they would there.
  const office = await Office.start();
  const before = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
  assert.equal(before.status, 201);
  await office.kill('SIGTERM');
  const blocks = 1024 * (1 + Math.ceil(largest(office.data) / (1024 * 1024)));
  office.wrap = ['bash', '-c', `ulimit -f ${blocks}; exec "$@"`, 'limited'];
  await office.launch();
  const kept = [before.body.receipt];
  let refused;
  for (let i = 0; i < 5000 && !refused; ++i) {
    const answers = await Promise.all(Array.from({ length: 16 }, () =>
      office.json('POST', '/reports', formalReport({ chronology: 'Contoh panjang. '.repeat(500) }), { 'idempotency-key': key() })));
    for (const answer of answers) {
      if (answer.status === 201) kept.push(answer.body.receipt);
      else if (answer.status !== 429) refused = answer;
    }
  }
  assert.equal(refused?.status, 503);
  assert.equal(refused.body.code, 'storage.unavailable');
  await office.kill('SIGKILL');
  office.wrap = [];
  await office.launch();
  for (const receipt of kept) {
    const status = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
    assert.equal(status.status, 200);
  }
  await office.stop();
});

// The size of the largest file below a directory.
function largest(directory) {
  let most = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    most = Math.max(most, entry.isDirectory() ? largest(path) : statSync(path).size);
  }
  return most;
}
