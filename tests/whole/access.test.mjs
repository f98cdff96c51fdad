// Everything that /openapi.json describes, asked by the public, by the wrong people and by the right ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { require } from './browser.mjs';
import { engines, using } from './office.mjs';
import { formalReport, key } from './reports.mjs';

const Ajv = require('ajv/dist/2020');

const nobody = '01900000-0000-7000-8000-000000000000';
const fill = (pattern, id = nobody) => pattern.replaceAll(/\{[^}]+\}/g, id);
const publicAccess = new Set(['anyone']);

function operations(openapi, method) {
  // What the server answers by itself (health, uploads) has tests of its own: engine/http, intake.test.mjs.
  return Object.entries(openapi.paths).filter(([, path]) => path[method] && path[method]['x-access'] !== 'server').map(([pattern, path]) => ({ pattern, ...path[method] }));
}

function problemOf(answer, where) {
  assert.ok(answer.status < 500, `${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
  if (answer.status >= 400) {
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, where);
    assert.match(answer.body.code, /^[a-z_]+(\.[a-z_]+)+$/, where);
    assert.ok(answer.body.title && answer.body.title !== `error.${answer.body.code}`, `${where}: no words for ${answer.body.code}`);
  }
}

async function publicReads(office, openapi) {
  const gets = operations(openapi, 'get');
  assert.ok(gets.length > 40, `${gets.length} GET routes`);
  for (const { pattern, 'x-access': access } of gets) {
    const answer = await office.json('GET', fill(pattern));
    const where = `GET ${pattern} (${access})`;
    problemOf(answer, where);
    if (publicAccess.has(access)) assert.ok([200, 404].includes(answer.status), `${where}: ${answer.status}`);
    else assert.deepEqual([answer.status, answer.body.code], [401, 'session.required'], where);
    // A browser is sent to sign in instead, and comes back afterwards.
    if (!publicAccess.has(access)) {
      const page = await office.page(fill(pattern));
      assert.ok([303, 401, 406].includes(page.status), `${where} as a page: ${page.status}`);
      if (page.status === 303) assert.match(page.headers.get('location'), /^\/sign-in/);
    }
  }
}

async function publicWrites(office, openapi) {
  for (const method of ['post', 'put', 'delete'])
    for (const { pattern, 'x-access': access } of operations(openapi, method)) {
      const where = `${method} ${pattern} (${access})`;
      const foreign = await office.json(method.toUpperCase(), fill(pattern), {}, { origin: 'https://evil.example' });
      assert.deepEqual([foreign.status, foreign.body.code], [403, 'request.cross_site'], where);
      const framed = await office.json(method.toUpperCase(), fill(pattern), {}, { 'sec-fetch-site': 'cross-site' });
      assert.deepEqual([framed.status, framed.body.code], [403, 'request.cross_site'], where);
      if (publicAccess.has(access)) continue;
      const answer = await office.json(method.toUpperCase(), fill(pattern), {});
      assert.deepEqual([answer.status, answer.body.code], [401, 'session.required'], where);
    }
}

// A form without the page's token is refused, whoever sends it.
async function formsNeedTokens(office, openapi, headers) {
  for (const { pattern, 'x-access': access } of operations(openapi, 'post')) {
    if (pattern === '/sign-out' || pattern === '/appearance') continue;  // a colour is nothing to forge, and shared pages carry no token
    const answer = await office.json('POST', fill(pattern), 'csrf=wrong', { ...headers, 'content-type': 'application/x-www-form-urlencoded' });
    assert.ok([403, 404].includes(answer.status), `${pattern} (${access}): ${answer.status} ${JSON.stringify(answer.body)}`);
    if (answer.status === 403) assert.match(answer.body.code, /^(request\.token|access\.denied)$/, pattern);
  }
}

const idOf = (row) => row?.id ?? row?.code ?? row?.account ?? row?.office;

// Where an answer leads to: its addresses of routes that are described.
function leadsTo(answer, patterns) {
  const found = [];
  for (const [, address] of JSON.stringify(answer.body ?? '').matchAll(/"(\/[^"\\\s#]+)[^"]*"/g)) {
    const path = address.split('?')[0];
    const known = patterns.find(([, form]) => form.test(path));
    if (known) found.push([known[0], address]);
  }
  return found;
}

// What a signed-in person can open: every GET, with ids taken from the lists they see.
async function readAll(office, openapi, headers, validators) {
  const seen = [];
  const gets = operations(openapi, 'get');
  const lists = new Map();
  for (const { pattern } of gets.filter(({ pattern }) => !pattern.includes('{'))) {
    const answer = await office.json('GET', pattern, undefined, headers);
    problemOf(answer, pattern);
    if (answer.status !== 200) continue;
    seen.push([pattern, answer]);
    const rows = Object.values(answer.body).find((value) => Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' && idOf(value[0]));
    if (rows) lists.set(pattern, rows.map(idOf));
  }
  for (const { pattern } of gets.filter(({ pattern }) => pattern.includes('{'))) {
    const ids = lists.get(pattern.slice(0, pattern.indexOf('/{')));
    for (const id of (ids ?? []).slice(0, 3)) {
      const answer = await office.json('GET', fill(pattern, encodeURIComponent(id)), undefined, headers);
      problemOf(answer, `${pattern} ${id}`);
      if (answer.status === 200) seen.push([pattern, answer]);
    }
  }
  // And what those lead to, a few of a kind.
  const patterns = gets.map(({ pattern }) => [pattern, new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)])
    .sort(([a], [b]) => a.split('{').length - b.split('{').length);
  const visited = new Map();
  for (let i = 0; i < seen.length; ++i)
    for (const [pattern, address] of leadsTo(seen[i][1], patterns)) {
      const before = visited.get(pattern) ?? new Set();
      if (before.size >= 2 || before.has(address)) continue;
      visited.set(pattern, before.add(address));
      const answer = await office.json('GET', address, undefined, headers);
      problemOf(answer, address);
      if (answer.status === 200) seen.push([pattern, answer]);
    }
  for (const [pattern, answer] of seen) {
    if (!/^application\/json/.test(answer.headers.get('content-type') ?? '')) continue;
    const validate = validators.get(pattern);
    assert.ok(validate(answer.body), `${pattern} does not answer as described: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  }
  return seen.map(([pattern]) => pattern);
}

function compile(openapi) {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { date: /^\d{4}-\d\d-\d\d$/, 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ } });
  return new Map(operations(openapi, 'get').map(({ pattern, responses }) => [pattern, ajv.compile({ ...responses['200'].content['application/json'].schema, components: openapi.components })]));
}

// What one office sees, the other must not: reads answer as if there were nothing, writes too.
async function walls(office, openapi) {
  const [inside, outside] = [await office.session('penangan.cilegon@contoh.netra'), await office.session('penangan.cilacap@contoh.netra')];
  const filed = await office.json('POST', '/reports', formalReport(), { 'idempotency-key': key() });
  assert.equal(filed.status, 201);
  const body = (await office.json('GET', '/reports', undefined, inside)).body;
  assert.ok(body.reports.some((row) => row.id === filed.body.receipt.id), 'the own office sees the new report');
  const cases = (await office.json('GET', '/cases?closed=1', undefined, inside)).body.rows;
  assert.ok(cases.length > 0, 'the demo has cases in Cilegon');
  const records = [...body.reports.slice(0, 4).map((row) => ['/reports/{id}', row.id]), ...cases.slice(0, 4).map((row) => ['/cases/{id}', row.id])];
  const theirs = (await office.json('GET', '/reports', undefined, outside)).body.reports.map((row) => row.id);
  assert.ok(theirs.length > 0 && !theirs.includes(filed.body.receipt.id));
  for (const [base, id] of records) {
    assert.equal((await office.json('GET', fill(base, id), undefined, inside)).status, 200);
    for (const { pattern } of operations(openapi, 'get').filter(({ pattern }) => pattern === base || pattern.startsWith(`${base}/`))) {
      const answer = await office.json('GET', fill(pattern, id), undefined, outside);
      assert.ok([403, 404].includes(answer.status), `${pattern} of another office: ${answer.status}`);
    }
    for (const { pattern } of operations(openapi, 'post').filter(({ pattern }) => pattern.startsWith(`${base}/`))) {
      const answer = await office.json('POST', fill(pattern, id), {}, { ...outside, 'idempotency-key': key() });
      assert.ok([400, 403, 404, 422].includes(answer.status), `${pattern} of another office: ${answer.status}`);
      if ([400, 422].includes(answer.status)) assert.equal(answer.body.code, 'request.fields', pattern);  // refused before anything is read
    }
  }
  const word = body.reports[0].event.split(' ').at(-1);
  const search = await office.json('GET', `/search?q=${encodeURIComponent(word)}`, undefined, outside);
  assert.equal(search.status, 200);
  assert.ok(!JSON.stringify(search.body).includes(body.reports[0].id), 'search stops at the wall');
  // An administrator gives roles and reads no report.
  const administrator = await office.session('admin.cilegon@contoh.netra');
  const refused = await office.json('GET', `/reports/${filed.body.receipt.id}`, undefined, administrator);
  assert.equal(refused.status, 403);
}

async function headersOf(office, paths, headers) {
  for (const path of paths) {
    const page = await office.page(path, headers);
    assert.equal(page.status, 200, path);
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /default-src 'self'/);
    for (const word of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(word), `${path}: ${word}`);
    assert.ok(!policy.includes('unsafe'), `${path}: ${policy}`);
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('x-frame-options'), 'DENY');
    assert.match(page.headers.get('referrer-policy'), /same-origin|no-referrer/);
    assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.ok(page.headers.get('permissions-policy'));
    for (const script of page.text.match(/<script\b[^>]*>/g) ?? []) assert.match(script, /\bsrc="\/assets\//, `${path}: ${script}`);
    assert.ok(!/<style\b|\sstyle=|\son[a-z]+="|javascript:/i.test(page.text), `${path} holds inline script or style`);
    assert.ok(!/(src|href|action)="(https?:)?\/\//.test(page.text.replaceAll(/<a [^>]*>/g, '')), `${path} loads something from elsewhere`);
  }
}

for (const engine of engines())
  test(`who may do what on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    await using(engine.start(), async (office) => {
      const openapi = (await office.json('GET', '/openapi.json')).body;
      const officer = await office.session('penangan.cilegon@contoh.netra');
      await t.test('the public reads what is public', () => publicReads(office, openapi));
      await t.test('no write from another site, none without a session', () => publicWrites(office, openapi));
      await t.test('no form without its token', () => formsNeedTokens(office, openapi, officer));
      await t.test('an office ends at its walls', () => walls(office, openapi));
      await t.test('every answer is as described', async () => {
        const validators = compile(openapi);
        const read = new Set(await readAll(office, openapi, {}, validators));
        for (const who of ['penangan.cilegon', 'ketua.cilegon', 'admin.cilegon', 'pengawas.cilegon', 'penyidik.cilegon', 'auditor'])
          for (const pattern of await readAll(office, openapi, await office.session(`${who}@contoh.netra`), validators)) read.add(pattern);
        const unread = operations(openapi, 'get').map(({ pattern }) => pattern).filter((pattern) => !read.has(pattern));
        t.diagnostic(`not read: ${unread.join(' ')}`);
        assert.ok(read.size > 0.75 * operations(openapi, 'get').length, `only ${read.size} routes were read; not: ${unread}`);
      });
      await t.test('every page carries the headers and nothing inline', async () => {
        await headersOf(office, ['/', '/lapor', '/status', '/aturan', '/board', '/offices', '/elections', '/holidays', '/regions', '/sign-in'], {});
        await headersOf(office, ['/today', '/reports', '/cases', '/search', '/me', '/people', '/form-a', '/findings', '/tracings'].filter((path) => openapi.paths[path]), officer);
      });
    });
  });
