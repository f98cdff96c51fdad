// What was acknowledged stays: kill -9 under load, and a disk that is full.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, isLong, sleep, using } from './office.mjs';
import { formalReport, key } from './reports.mjs';

const file = (office, changes) => office.json('POST', '/reports', formalReport(changes), { 'idempotency-key': key() });

// Files reports from several clients until the server is gone; returns the receipts that were answered.
async function fileUntilGone(office, clients = 8) {
  const receipts = [];
  const client = async () => {
    for (;;) {
      let answer;
      try {
        answer = await file(office);
      } catch {  // the line broke: nothing was promised
        return;
      }
      if (answer.status === 201) receipts.push(answer.body.receipt);
      else throw new Error(`unexpected ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return receipts;
}

async function allThere(office, receipts) {
  assert.equal(new Set(receipts.map((receipt) => receipt.code)).size, receipts.length);
  for (const receipt of receipts) {
    const status = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
    assert.equal(status.status, 200, `the report of ${receipt.received_at} is gone`);
    assert.equal(status.body.received_at, receipt.received_at);
  }
}

function soundAfterwards(office) {
  const done = office.job('check', [], { mayFail: true });
  assert.equal(done.status, 0, done.stdout + done.stderr);
}

for (const engine of engines()) {
  const kills = isLong ? 200 : engine.name === 'SQLite' ? 5 : 3;
  test(`kill -9 ${kills} times under intake load loses no acknowledged report, on ${engine.name}`, { timeout: isLong ? 3_600_000 : 300_000 }, async () => {
    await using(engine.start(), async (office) => {
      const all = [];
      for (let i = 0; i < kills; ++i) {
        const before = all.length;
        const load = fileUntilGone(office);
        await sleep(300 + Math.random() * 700);
        await office.kill();
        all.push(...(await load));
        await office.launch();
        await allThere(office, all.slice(before));  // at once, and all of them at the end
      }
      assert.ok(all.length > kills, `only ${all.length} reports were acknowledged`);
      await allThere(office, all);
      await office.end();
      soundAfterwards(office);
    });
  });
}

// The size of the largest file below a directory.
function largest(directory) {
  let most = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    most = Math.max(most, entry.isDirectory() ? largest(path) : statSync(path).size);
  }
  return most;
}

// A limit on the size of any file stands for the full disk: writes beyond it fail as they would there.
test('a full disk refuses clearly and loses nothing', { timeout: 300_000 }, async () => {
  const [sqlite] = engines();
  await using(sqlite.start(), async (office) => {
    const before = await file(office);
    assert.equal(before.status, 201);
    await office.end();
    office.wrap = ['bash', '-c', `ulimit -f ${Math.ceil(largest(office.data) / 1024) + 512}; exec "$@"`, 'limited'];
    await office.launch();
    const kept = [before.body.receipt];
    let refused;
    for (let i = 0; i < 500 && !refused; ++i) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => file(office, { chronology: 'Contoh panjang. '.repeat(1000) })));
      for (const answer of answers) {
        if (answer.status === 201) kept.push(answer.body.receipt);
        else refused = answer;
      }
    }
    assert.equal(refused?.status, 503, JSON.stringify(refused?.body));
    assert.equal(refused.body.code, 'storage.unavailable');
    assert.ok(refused.body.title.length > 20, 'and says it in words');
    const still = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': kept[0].code });
    assert.equal(still.status, 200, 'what is there can still be read');
    await office.end();
    office.wrap = [];  // room again
    await office.launch();
    await allThere(office, kept);
    assert.equal((await file(office)).status, 201);
    await office.end();
    soundAfterwards(office);
  });
});
