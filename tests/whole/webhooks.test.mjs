// Webhooks as another system receives them: signed as its own library expects, without content, in order, repeated until
// taken, and never into our own network. The receiver listens on this machine, which only the setting for trying out allows.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { require } from './browser.mjs';
import { engines, sleep, using } from './office.mjs';
import { formalReport, key, secrets } from './reports.mjs';

const { Webhook } = require('standardwebhooks');
const admin = 'admin.cilegon@contoh.netra';
const office_id = 'bawaslu-36.72';
const types = ['report.filed', 'report.withdrawn', 'case.registered'];

// The other system; `answer` says what it answers next.
async function receiver() {
  const got = [];
  const them = { got, answer: () => 204 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes) => { body += bytes; });
    request.on('end', () => {
      got.push({ headers: request.headers, body, path: request.url });
      const answer = them.answer(got.length);
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  them.url = `http://127.0.0.1:${server.address().port}/kait`;
  them.close = () => { server.closeAllConnections?.(); server.close(); };
  return them;
}

async function until(what, seconds, condition) {
  for (let i = 0; i < seconds * 10; ++i) {
    if (await condition()) return;
    await sleep(100);
  }
  assert.fail(`not within ${seconds} s: ${what}`);
}

// The demo lives in October 2024; the library asks the clock of this machine how old a message is.
function verified(secret, { headers, body }) {
  const Real = globalThis.Date;
  const at = Number(headers['webhook-timestamp']) * 1000;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [at])); }
    static now() { return at; }
  };
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    globalThis.Date = Real;
  }
}

const connect = (office, session, url, more = {}) =>
  office.json('POST', '/connections', { office: office_id, name: 'Sistem contoh', url, types, ...more }, session);

for (const engine of engines()) {
  test(`another system is told on ${engine.name}`, { timeout: 240_000 }, () =>
    using(engine.start({ environment: { NETRA_WEBHOOK_LOOPBACK: '1' } }), async (office) => {
      const them = await receiver();
      try {
        const session = await office.session(admin);
        const made = await connect(office, session, them.url);
        assert.equal(made.status, 200, JSON.stringify(made.body));
        const { id, secret } = made.body;
        assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);

        // ---- an act becomes a message, whose library says that it is ours ----
        const filed = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
        assert.equal(filed.status, 201);
        await until('the first message', 20, () => them.got.length === 1);
        const payload = verified(secret, them.got[0]);
        assert.equal(payload.type, 'report.filed');
        assert.deepEqual(Object.keys(payload.data).sort(), ['id', 'kind', 'link', 'office', 'seq']);
        assert.equal(payload.data.id, filed.body.receipt.id);
        assert.equal(payload.data.office, office_id);
        assert.ok(payload.data.link.endsWith(`/reports/${filed.body.receipt.id}`));
        for (const word of secrets) assert.ok(!them.got[0].body.includes(word), word);
        assert.throws(() => new Webhook(secret).verify(them.got[0].body, them.got[0].headers), /old/, 'a message of 2024 is too old today');
        assert.throws(() => verified(secret, { ...them.got[0], body: them.got[0].body.replace('report.filed', 'report.other') }));
        assert.throws(() => verified(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, them.got[0]));

        // ---- refused, then taken: the same message again, and what belongs to it waits ----
        them.answer = (count) => (count === 2 ? 500 : 204);
        const second = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
        await until('the message and its repeat', 30, () => them.got.length === 3);
        assert.equal(them.got[1].headers['webhook-id'], them.got[2].headers['webhook-id']);
        assert.notEqual(them.got[1].headers['webhook-timestamp'], them.got[2].headers['webhook-timestamp']);
        assert.equal(verified(secret, them.got[2]).data.id, second.body.receipt.id);

        // ---- two secrets for a day ----
        const rotated = await office.json('POST', `/connections/${id}/secret`, { reason: 'pergantian tahunan' }, session);
        assert.equal(rotated.status, 200, JSON.stringify(rotated.body));
        assert.equal((await office.json('POST', `/connections/${id}/test`, {}, session)).status, 200);
        await until('the test message', 20, () => them.got.length === 4);
        assert.equal(verified(secret, them.got[3]).type, 'connection.test');
        assert.equal(verified(rotated.body.secret, them.got[3]).type, 'connection.test');
        assert.equal(them.got[3].headers['webhook-signature'].split(' ').length, 2);

        // ---- a redirect is not followed, a flood of an answer is not read ----
        const elsewhere = await receiver();
        them.answer = () => ({ status: 302, headers: { location: elsewhere.url }, body: '' });
        await office.json('POST', `/connections/${id}/test`, {}, session);
        await until('the refused redirect', 20, () => them.got.length >= 5);
        await until('the note of it', 10, async () =>
          (await office.json('GET', `/connections/${id}`, undefined, session)).body.deliveries[0].last_status === 302);
        assert.equal(elsewhere.got.length, 0);
        elsewhere.close();
        them.answer = () => ({ status: 200, headers: {}, body: 'x'.repeat(8 << 20) });
        await until('taken in spite of a long answer', 30, async () =>
          (await office.json('GET', `/connections/${id}`, undefined, session)).body.deliveries[0].delivery === 'taken');

        // ---- what a person can do ----
        const page = (await office.json('GET', `/connections/${id}`, undefined, session)).body;
        assert.equal(page.counts.dead, 0);
        const before = them.got.length;
        const again = await office.json('POST', page.deliveries[0].resend, {}, session);
        assert.equal(again.status, 200, JSON.stringify(again.body));
        await until('sent again', 20, () => them.got.length === before + 1);
        assert.equal((await office.json('POST', `/connections/${id}/disabling`, { reason: '' }, session)).body.code, 'connection.reason');
        assert.equal((await office.json('POST', `/connections/${id}/disabling`, { reason: 'uji' }, session)).status, 200);
        assert.equal((await office.json('POST', `/connections/${id}/test`, {}, session)).body.code, 'hook.disabled');
        await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
        await sleep(7_000);
        assert.equal(them.got.length, before + 1, 'a disabled connection is silent');
        const verbs = (await office.json('GET', `/connections/${id}`, undefined, session)).body.history.map((item) => item.act);
        assert.deepEqual(verbs, ['connection.added', 'connection.secret_changed', 'connection.tested', 'connection.tested', 'connection.sent_again', 'connection.disabled']);

        // ---- nobody else, nowhere inside ----
        for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/latest/', 'http://192.168.0.1:8080/', 'https://2130706433:70/', 'http://example.com/'])
          assert.equal((await connect(office, session, url)).body.code, 'hook.url', url);
        assert.equal((await connect(office, session, them.url, { types: ['identity.opened'] })).body.code, 'hook.types');
        assert.equal((await connect(office, session, them.url, { office: 'bawaslu-33.01' })).status, 403);
        const officer = await office.session('penangan.cilegon@contoh.netra');
        assert.equal((await connect(office, officer, them.url)).status, 403);
        assert.equal((await office.json('GET', '/connections', undefined, officer)).status, 403);
        const other = await office.session('admin.cilacap@contoh.netra');
        assert.equal((await office.json('GET', `/connections/${id}`, undefined, other)).body.code, 'connection.unknown');
        assert.equal((await office.json('POST', `/connections/${id}/test`, {}, other)).body.code, 'connection.unknown');

        // ---- the secret is shown once and stands nowhere else ----
        for (const shown of [secret, rotated.body.secret]) {
          const raw = Buffer.from(shown.slice(6), 'base64').toString('hex');
          assert.ok(!office.log.includes(shown) && !office.log.includes(raw), 'a secret in the log');
          for (const path of ['/connections', `/connections/${id}`]) {
            const text = JSON.stringify((await office.json('GET', path, undefined, session)).body);
            assert.ok(!text.includes(shown) && !text.includes(raw), path);
          }
        }
      } finally {
        them.close();
      }
    }));
}

test('without the setting not even this machine is reached', { timeout: 120_000 }, () =>
  using(engines()[0].start(), async (office) => {
    const session = await office.session(admin);
    for (const url of ['http://127.0.0.1:8080/', 'https://127.0.0.1:8080/', 'https://localhost:8443/', 'https://[::1]:8443/'])
      assert.equal((await connect(office, session, url)).body.code, 'hook.url', url);
  }));
