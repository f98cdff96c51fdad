// /openapi.json as a reader of it meets it: it parses, every reference leads somewhere, every route says what it is for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, using } from './office.mjs';

const kMostBytesEach = 2_000;  // of an operation, with its share of what all of them describe together

function references(tree, found = new Set()) {
  if (tree && typeof tree === 'object')
    for (const [key, value] of Object.entries(tree)) {
      if (key === '$ref') found.add(value);
      else references(value, found);
    }
  return found;
}

const resolve = (root, reference) => reference.slice(2).split('/').reduce((tree, part) => tree?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);

test('the description of the interface is whole', { timeout: 300_000 }, () =>
  using(engines()[0].start(), async (office) => {
    const answer = await office.json('GET', '/openapi.json');
    assert.equal(answer.status, 200);
    const api = answer.body;
    assert.match(api.openapi, /^3\.1\.\d+$/);
    const operations = Object.values(api.paths).reduce((sum, path) => sum + Object.keys(path).length, 0);
    assert.ok(JSON.stringify(api).length < operations * kMostBytesEach, `${JSON.stringify(api).length} bytes for ${operations} operations`);
    const found = references(api);
    assert.ok(found.size > 100, `${found.size} references`);
    for (const reference of found) assert.ok(reference.startsWith('#/') && resolve(api, reference), `${reference} leads nowhere`);
    const used = new Set([...found].map((reference) => reference.split('/').pop()));
    for (const name of Object.keys(api.components.schemas)) {
      assert.match(name, /^[A-Za-z0-9._-]+$/);
      assert.ok(used.has(name), `${name} is not used`);
    }
    const ids = new Set();
    for (const [path, methods] of Object.entries(api.paths))
      for (const [method, operation] of Object.entries(methods)) {
        assert.ok(operation.summary?.length > 5, `${method} ${path} has no summary`);
        assert.ok(!ids.has(operation.operationId), `${operation.operationId} twice`);
        ids.add(operation.operationId);
        const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
        assert.deepEqual(inPath, path.match(/\{[^}]+\}/g) ?? [], path);
      }
  }));
