// A case file is taken out as an importing office gets it, and checked without Netra: unpacked, its manifests by sha256sum, its chains of
// custody and its journal by the few lines below, which were written from PETUNJUK.txt alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { binary, engines, using } from './office.mjs';

const officer = 'penangan.cilegon@contoh.netra';

// ---- what an outsider does ----

const sorted = (value) => Array.isArray(value) ? value.map(sorted)
  : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value;
const canonical = (value) => JSON.stringify(sorted(value));
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const without = (tree, ...names) => Object.fromEntries(Object.entries(tree).filter(([name]) => !names.includes(name)));
const zero = '0'.repeat(64);

function custodyFaults({ exhibits }) {
  const faults = [];
  for (const { item, entries } of exhibits) {
    const fault = (words) => faults.push(`${item.id}: ${words}`);
    const print = sha256(canonical(without(item, 'office_id', 'custody_seq', 'custody_head')));
    const early = entries.filter(({ seq }) => seq === 0);
    let previous = early.length > 0 ? sha256(canonical(early)) : zero;
    let last = 0;
    for (const entry of entries.filter(({ seq }) => seq > 0)) {
      if (entry.seq !== last + 1) fault(`${last + 1} is missing`);
      if (entry.previous !== previous) fault(`${entry.seq} does not follow`);
      if (sha256(Buffer.from(entry.previous, 'hex'), canonical(without(entry, 'previous', 'hash'))) !== entry.hash) fault(`${entry.seq} altered`);
      if (entry.item_print !== print) fault(`${entry.seq} is of another exhibit`);
      previous = entry.hash;
      last = entry.seq;
    }
    if (last !== item.custody_seq || (last > 0 && previous !== item.custody_head)) fault('the end');
  }
  return faults;
}

function journalFaults(lines) {
  const faults = [];
  let before;
  for (const line of lines) {
    const fields = without(line, 'previous', 'hash', 'details');
    if (sha256(Buffer.from(line.previous, 'hex'), canonical(fields)) !== line.hash) faults.push(`${line.seq} altered`);
    if (line.details) {
      const { salt, change, reason } = line.details;
      const said = createHmac('sha256', Buffer.from(salt, 'hex')).update(`{"change":${change},"reason":${JSON.stringify(reason)}}`).digest('hex');
      if (said !== line.commitment) faults.push(`${line.seq}: details`);
    }
    if (before && before.seq + 1 === line.seq && before.hash !== line.previous) faults.push(`${line.seq} does not follow`);
    before = line;
  }
  return faults;
}

const read = (folder, name) => readFileSync(join(folder, name), 'utf8');
const custodyOf = (folder) => JSON.parse(read(folder, 'data/penguasaan/penguasaan.json'));
const journalOf = (folder) => read(folder, 'data/jurnal/jurnal.jsonl').trim().split('\n').map((line) => JSON.parse(line));

function filesIn(folder, at = folder) {
  return readdirSync(at).flatMap((name) => statSync(join(at, name)).isDirectory() ? filesIn(folder, join(at, name)) : [relative(folder, join(at, name))]);
}

const checked = (folder, manifest) => spawnSync('sha256sum', ['--strict', '-c', manifest], { cwd: folder, encoding: 'utf8' });

function unpack(bytes) {
  const place = mkdtempSync(join(tmpdir(), 'netra-bag-'));
  writeFileSync(join(place, 'bag.zip'), bytes);
  const done = spawnSync('python3', ['-m', 'zipfile', '-e', join(place, 'bag.zip'), join(place, 'out')], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  const names = readdirSync(join(place, 'out'));
  assert.equal(names.length, 1, 'a bag has one folder');
  return { place, zip: join(place, 'bag.zip'), folder: join(place, 'out', names[0]) };
}

// ---- the office ----

async function sealedCase(office, who) {
  const { body } = await office.json('GET', '/cases', undefined, who);
  for (const { id } of body.rows) {
    const found = await office.json('GET', `/cases/${id}/evidence`, undefined, who);
    if (found.body.exhibits.some(({ item }) => item.is_physical)) return found.body;
  }
  throw new Error('no case with a physical exhibit');
}

async function take(office, who, path, reason = 'Diminta kejaksaan contoh') {
  const answer = await fetch(office.url + path, { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json', ...who }, body: JSON.stringify({ reason }) });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

function verifyBag(zip) {
  return spawnSync(binary, ['verify-bag', zip], { encoding: 'utf8' });
}

function tamper(office, statement) {
  const done = office.databaseUrl
    ? spawnSync('psql', [office.databaseUrl, '-v', 'ON_ERROR_STOP=1', '-qtAc', statement], { encoding: 'utf8' })
    : spawnSync('sqlite3', [join(office.data, 'netra.db'), statement], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

function checkWithoutNetra({ folder }) {
  for (const manifest of ['tagmanifest-sha256.txt', 'manifest-sha256.txt']) {
    const done = checked(folder, manifest);
    assert.equal(done.status, 0, done.stdout + done.stderr);
  }
  const listed = new Set(['tagmanifest-sha256.txt']);
  for (const manifest of ['tagmanifest-sha256.txt', 'manifest-sha256.txt'])
    for (const line of read(folder, manifest).trim().split('\n')) listed.add(line.slice(66));
  assert.deepEqual(filesIn(folder).sort(), [...listed].sort(), 'every file is in a manifest, and only those');
  assert.match(read(folder, 'bagit.txt'), /^BagIt-Version: 1\.0\nTag-File-Character-Encoding: UTF-8\n$/);
  const payload = filesIn(join(folder, 'data'));
  const octets = payload.reduce((sum, name) => sum + statSync(join(folder, 'data', name)).size, 0);
  assert.ok(read(folder, 'bag-info.txt').includes(`Payload-Oxum: ${octets}.${payload.length}\n`));
  assert.deepEqual(custodyFaults(custodyOf(folder)), []);
  assert.deepEqual(journalFaults(journalOf(folder)), []);
}

function findsEachChange({ place, folder }) {
  const copy = join(place, 'copy');
  const fresh = () => { rmSync(copy, { recursive: true, force: true }); cpSync(folder, copy, { recursive: true }); };
  fresh();
  const original = filesIn(copy).find((name) => name.startsWith('data/bukti/'));
  const bytes = readFileSync(join(copy, original));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(join(copy, original), bytes);
  const done = checked(copy, 'manifest-sha256.txt');
  assert.equal(done.status, 1);
  assert.ok(done.stdout.includes(`${original}: FAILED`), done.stdout);
  fresh();
  writeFileSync(join(copy, 'manifest-sha256.txt'), read(copy, 'manifest-sha256.txt').split('\n').slice(1).join('\n'));
  assert.equal(checked(copy, 'tagmanifest-sha256.txt').status, 1, 'one line less in the manifest');

  // A forger who makes the manifests anew still has the chains against him.
  for (const { exhibits } of [custodyOf(folder)])
    exhibits.forEach(({ entries }, exhibit) => entries.forEach((entry, at) => {
      for (const name of Object.keys(entry)) {
        const changed = structuredClone(custodyOf(folder));
        const old = changed.exhibits[exhibit].entries[at][name];
        changed.exhibits[exhibit].entries[at][name] = typeof old === 'number' ? old + 7 : `${old}x`;
        assert.notDeepEqual(custodyFaults(changed), [], `${name} of entry ${entry.seq}`);
      }
      const shorter = structuredClone(custodyOf(folder));
      shorter.exhibits[exhibit].entries.splice(at, 1);
      assert.notDeepEqual(custodyFaults(shorter), [], `entry ${entry.seq} taken out`);
    }));
  const lines = journalOf(folder);
  lines.forEach((line, at) => {
    const changed = structuredClone(lines);
    changed[at].verb += 'x';
    assert.deepEqual(journalFaults(changed), [`${line.seq} altered`]);
    if (!line.details) return;
    const told = structuredClone(lines);
    told[at].details.reason += '.';
    assert.deepEqual(journalFaults(told), [`${line.seq}: details`]);
  });
}

function namesNobody(folder) {
  for (const name of filesIn(folder)) {
    const text = readFileSync(join(folder, name)).toString('latin1');
    for (const secret of ['Warga Contoh Dua', 'Saksi Contoh Dua', '0800-0000-1001', '0800-0001-1001', 'Jalan Contoh Nomor 2', 'Jalan Saksi Nomor 2'])
      assert.ok(!text.includes(secret), `${secret} in ${name}`);
  }
}

for (const engine of engines())
  test(`a case file taken out on ${engine.name}`, () => using(engine.start(), async (office) => {
    const who = await office.session(officer);
    const file = await sealedCase(office, who);
    const path = `/cases/${file.id}/bundles`;
    const answer = await take(office, who, path);
    assert.equal(answer.status, 200, answer.bytes.toString());
    assert.equal(answer.headers.get('content-type'), 'application/zip');
    assert.match(answer.headers.get('content-disposition'), /attachment.*berkas-.*\.zip/);
    const bag = unpack(answer.bytes);
    try {
      checkWithoutNetra(bag);
      namesNobody(bag.folder);
      const thing = custodyOf(bag.folder).exhibits.find(({ item }) => item.kind === 'physical');
      assert.deepEqual(thing.entries.map(({ step }) => step), ['collected', 'sealed', 'stored', 'unsealed', 'copied', 'sealed', 'transferred', 'received']);
      assert.equal(thing.entries[0].time_source, 'stated');
      assert.equal(thing.entries[4].time_source, 'device');
      const listed = await office.json('GET', path, undefined, who);
      assert.equal(listed.body.bundles[0].print, sha256(readFileSync(join(bag.folder, 'tagmanifest-sha256.txt'))), 'the page tells the fingerprint of the bag');
      findsEachChange(bag);

      const sound = verifyBag(bag.zip);
      assert.equal(sound.status, 0, sound.stdout + sound.stderr);
      assert.match(sound.stdout, /0 faults/);
      const bytes = Buffer.from(answer.bytes);
      const original = readFileSync(join(bag.folder, filesIn(bag.folder).find((name) => name.startsWith('data/bukti/'))));
      const at = bytes.indexOf(original);
      assert.ok(at > 0, 'originals are stored as they are');
      bytes[at + (original.length >> 1)] ^= 1;
      writeFileSync(bag.zip, bytes);
      const broken = verifyBag(bag.zip);
      assert.equal(broken.status, 1, broken.stdout + broken.stderr);
      assert.match(broken.stdout, /data\/bukti\/.*: altered/);
    } finally {
      rmSync(bag.place, { recursive: true, force: true });
    }

    // Who may not, gets nothing; every export is in the journal and in the chain of each file.
    assert.equal((await take(office, await office.session('penangan.serang@contoh.netra'), path)).status, 404);
    assert.equal((await take(office, await office.session('registrasi.cilegon@contoh.netra'), path)).status, 403);
    assert.equal((await take(office, who, path, ' ')).status, 422);
    const again = await office.json('GET', `/cases/${file.id}/evidence`, undefined, who);
    const digital = again.body.exhibits.find(({ item }) => item.sha256);
    const chain = await office.json('GET', `/evidence/${digital.item.id}`, undefined, who);
    assert.equal(chain.body.custody.at(-1).step, 'exported');
    assert.equal(chain.body.sound, true);
    assert.equal(chain.body.views, 2);
    assert.equal(chain.body.viewers, 2);

    // The page and `netra check` name a break, each in its words.
    const id = again.body.exhibits.find(({ item }) => item.is_physical).item.id;
    assert.match(office.job('check').stdout, /^custody +ok +\d+ exhibits, \d+ entries$/m);
    tamper(office, `UPDATE evidence_custody SET seal = 'PALSU-1' WHERE item_id = '${id}' AND seq = 2`);
    const found = office.job('check', [], { mayFail: true });
    assert.equal(found.status, 1);
    assert.ok(found.stdout.includes(`exhibit ${id}: entry 2: altered`), found.stdout);
    const page = await office.page(`/evidence/${id}`, who);
    assert.match(page.text, /Rantai penguasaan bukti ini putus/);
    assert.match(page.text, /Catatan diubah setelah ditulis/);
  }));
