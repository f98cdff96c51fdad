// Two servers share one database behind Debian's PgBouncer in transaction mode: the office is filled through it, reports come in at both, staff
// work at both, the pool dies and comes back, and nothing is lost, doubled or out of order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Office, sleep, using } from './office.mjs';
import { Pooler, poolerMissing } from './pooler.mjs';
import { formalReport, key } from './reports.mjs';

const kPooled = 3;   // connections to PostgreSQL that PgBouncer may hold
const kClients = 16;
const kReportsEach = 4;

const file = (server, body = formalReport(), once = key()) => server.json('POST', '/reports', body, { 'idempotency-key': once });
const statusOf = (server, receipt) => server.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
const other = (servers, server) => servers.find((one) => one !== server);

// Both at once, as after a power cut.
async function twoServers(filled, databaseUrl, body) {
  const started = await Promise.allSettled([0, 1].map(() => Office.start({ data: filled.data, databaseUrl })));
  const servers = started.filter(({ value }) => value).map(({ value }) => value);
  const failed = started.find(({ reason }) => reason);
  const end = (i) => (i < servers.length ? using(servers[i], () => end(i + 1)) : failed ? Promise.reject(failed.reason) : body(servers));
  await end(0);
}

async function reportsAtBoth(servers) {
  const receipts = [];
  const client = async (i) => {
    for (let n = 0; n < kReportsEach; ++n) {
      const server = servers[(i + n) % 2];
      const answer = await file(server);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      receipts.push(answer.body.receipt);
      const seen = await statusOf(other(servers, server), answer.body.receipt);  // the other server knows it at once
      assert.deepEqual([seen.status, seen.body.received_at], [200, answer.body.receipt.received_at]);
    }
  };
  await Promise.all(Array.from({ length: kClients }, (_, i) => client(i)));
  assert.equal(new Set(receipts.map(({ code }) => code)).size, kClients * kReportsEach);
  return receipts;
}

async function repeatsAtBoth(servers) {
  const once = key();
  const body = formalReport();
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => file(servers[i % 2], body, once)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(new Set(answers.map(({ body: { receipt } }) => receipt.id)).size, 1, 'one report, whichever server was asked');
}

// From the report to the register, each step at the other server; the steps of several cases cross.
async function registered(servers, people, report, turn) {
  const step = async (who, method, path, body) => {
    const answer = await servers[turn++ % 2].json(method, path, body, { ...people[who], 'idempotency-key': key() });
    assert.ok([200, 201].includes(answer.status), `${who} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id } = await step('penerima', 'POST', '/cases', { report: report.id });
  const seen = await step('penerima', 'GET', `/cases/${id}`);
  const checks = seen.checks.map(({ requirement }) => ({ requirement, mark: 'fulfilled' }));
  const reviewed = await step('penerima', 'POST', `/cases/${id}/review`,
    { version: seen.version, checks, within_time: 'yes', competent: 'yes', already_handled: 'no', analysis: 'Syarat terpenuhi (contoh).', result: 'complete' });
  await step('registrasi', 'POST', `/cases/${id}/registration`, { version: reviewed.version });
  const { number, version } = await step('registrasi', 'GET', `/cases/${id}`);
  assert.equal(version, reviewed.version + 1);
  return number;
}

async function staffAtBoth(servers, receipts) {
  const people = {};
  for (const [i, who] of ['penerima', 'registrasi'].entries()) people[who] = await servers[i].session(`${who}.cilegon@contoh.netra`);
  const numbers = await Promise.all(receipts.map((receipt, i) => registered(servers, people, receipt, i)));
  const serials = numbers.map((number) => Number(number.split('/')[0])).sort((a, b) => a - b);
  assert.deepEqual(serials, serials.map((_, i) => serials[0] + i), `no number twice and none left out: ${numbers}`);
}

async function fewConnections(pooler, direct) {
  const [pool] = pooler.show('POOLS').filter(({ database }) => database !== 'pgbouncer');
  assert.equal(pool.pool_mode, 'transaction');
  const clients = Number(pool.cl_active) + Number(pool.cl_waiting);
  const kept = ['sv_active', 'sv_idle', 'sv_used', 'sv_tested', 'sv_login'].reduce((sum, state) => sum + Number(pool[state]), 0);
  assert.ok(kept <= kPooled && clients > kPooled, `${clients} connections of the servers share ${kept}`);
  assert.ok(!pooler.url(direct).includes(new URL(direct).searchParams.get('host') + '&'), 'and none of them goes past the pool');
  const [stats] = pooler.show('STATS').filter(({ database }) => database === pool.database);
  assert.ok(Number(stats.total_xact_count) > 500, `${stats.total_xact_count} transactions`);
}

// Refused clearly while it is gone; what was acknowledged before and is filed afterwards is there.
async function poolDies(pooler, servers, receipts) {
  await pooler.kill();
  for (const server of servers) {
    const refused = await file(server);
    assert.deepEqual([refused.status, refused.body.code], [503, 'storage.unavailable']);
  }
  await pooler.launch();
  for (const server of servers) {
    let answer;
    for (let i = 0; i < 50 && answer?.status !== 201; ++i) {
      if (answer) await sleep(200);
      answer = await file(server);
    }
    assert.equal(answer.status, 201, `the server finds back: ${JSON.stringify(answer.body)}`);
    assert.equal((await statusOf(other(servers, server), answer.body.receipt)).status, 200);
    for (const receipt of receipts) assert.equal((await statusOf(server, receipt)).status, 200);
  }
}

const missing = poolerMissing();
if (missing) console.error(`SKIPPED: two servers behind PgBouncer: ${missing}`);

test('two servers behind PgBouncer in transaction mode', { timeout: 300_000, skip: missing || false }, async (t) => {
  const pooler = await Pooler.start(kPooled);
  try {
    await using(Office.start({ onPostgres: true, command: 'serve', listen: false }), async (filled) => {
      const databaseUrl = pooler.url(filled.databaseUrl);
      const throughPool = { environment: { NETRA_DATABASE_URL: databaseUrl } };
      filled.job('demo', ['--fill-only'], throughPool);
      await twoServers(filled, databaseUrl, async (servers) => {
        let receipts;
        await t.test('reports filed at one are at once at the other', async () => { receipts = await reportsAtBoth(servers); });
        await t.test('a repeat at the other server files nothing twice', () => repeatsAtBoth(servers));
        await t.test('staff take turns at both, and numbers have no gap', () => staffAtBoth(servers, receipts.slice(0, 6)));
        await t.test('many connections share few', () => fewConnections(pooler, filled.databaseUrl));
        await t.test('the pool dies and comes back', () => poolDies(pooler, servers, receipts.slice(0, 5)));
      });
      const checked = filled.job('check', [], { ...throughPool, mayFail: true });
      assert.match(checked.stdout, /^0 faults$/m, checked.stdout + checked.stderr);
    });
  } finally {
    await pooler.stop();
  }
});
