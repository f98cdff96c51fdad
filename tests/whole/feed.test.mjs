// The calendar of a person as phones fetch it, read by two independent programs; and the mail of the day as it is chosen.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, root, using } from './office.mjs';
import { secrets } from './reports.mjs';

const person = 'penangan.cilegon@contoh.netra';
const admin = 'admin.cilegon@contoh.netra';

const reader = `
import sys, json
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for e in calendar.walk('VEVENT'):
    events.append({'uid': str(e['UID']), 'sequence': int(e['SEQUENCE']), 'starts': e['DTSTART'].dt.isoformat(), 'zone': e['DTSTART'].params.get('TZID'),
                   'summary': str(e['SUMMARY']), 'status': str(e['STATUS']), 'modified': e['LAST-MODIFIED'].dt.isoformat(),
                   'alarms': len(e.walk('VALARM')), 'url': str(e['URL']), 'description': str(e.get('DESCRIPTION', ''))})
zones = [str(z['TZID']) for z in calendar.walk('VTIMEZONE')]
print(json.dumps({'name': str(calendar['X-WR-CALNAME']), 'zones': zones, 'events': events}))
`;
const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import icalendar']).status === 0;
const hasKhal = spawnSync('khal', ['--version']).status === 0;
if (!hasPython) console.error('SKIPPED: no python3-icalendar, the calendar is not read by it');
if (!hasKhal) console.error('SKIPPED: no khal, the calendar is not read by it');

function parsed(text) {
  const done = spawnSync(python, ['-c', reader], { input: text, encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

// What khal shows of it, a line for each event that is not cancelled.
function khalShows(text) {
  const folder = mkdtempSync(join(tmpdir(), 'netra-khal-'));
  try {
    mkdirSync(join(folder, 'events'));
    writeFileSync(join(folder, 'feed.ics'), text);
    writeFileSync(join(folder, 'config'), `[calendars]\n[[netra]]\npath = ${join(folder, 'events')}\n[locale]\nlocal_timezone = Asia/Jakarta\ndefault_timezone = Asia/Jakarta\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = ${join(folder, 'khal.db')}\n`);
    const khal = (...args) => {
      const done = spawnSync('khal', ['-c', join(folder, 'config'), ...args], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
      assert.equal(done.status, 0, done.stderr);
      return done.stdout;
    };
    khal('import', '--batch', '-a', 'netra', join(folder, 'feed.ics'));
    return khal('list', '2024-09-01', '500d', '--day-format', '', '--format', '{start-date} {start-time} {uid}').split('\n').filter((line) => line.includes('@netra'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetched(office, url, headers = {}) {
  const answer = await fetch(url.replace(/^https?:\/\/[^/]*/, office.url), { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function checkLines(text) {
  assert.ok(text.endsWith('END:VCALENDAR\r\n'));
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.doesNotMatch(line, /[\r\n]/);
  }
}

for (const engine of engines()) {
  test(`a calendar for the phone on ${engine.name}`, { timeout: 240_000 }, () => using(engine.start(), async (office) => {
    const session = await office.session(person);
    const made = await office.json('POST', '/me/notifications/feed', {}, session);
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { url } = made.body;
    assert.match(url, /\/kalender\/[A-Za-z0-9_-]{43}\.ics$/);

    const first = await fetched(office, url);
    assert.equal(first.status, 200, first.text);
    assert.equal(first.headers.get('content-type'), 'text/calendar; charset=utf-8');
    checkLines(first.text);
    const again = await fetched(office, url, { 'if-none-match': first.headers.get('etag') });
    assert.equal(again.status, 304);
    assert.equal(again.text, '');

    // ---- no names, no titles ----
    const names = readFileSync(join(root, 'app/demo/reports.json'), 'utf8').match(/"name": "[^"]{6,}"/g).map((text) => text.slice(9, -1));
    assert.ok(names.length > 10);
    const titles = (await office.json('GET', '/worklist', undefined, session)).body.rows.map((row) => row.title);
    assert.ok(titles.length > 3);
    const flat = first.text.replaceAll('\r\n ', '');
    for (const word of [...names, ...titles, ...secrets]) assert.ok(!flat.includes(word), word);

    if (hasPython) {
      const before = parsed(first.text);
      assert.deepEqual(before.zones, ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']);
      const live = before.events.filter((event) => event.status !== 'CANCELLED');
      assert.ok(live.length >= 3, `${live.length} events`);
      assert.equal(new Set(before.events.map((event) => event.uid)).size, before.events.length, 'an UID twice');
      for (const kind of ['plenary', 'discussion'])
        assert.ok(before.events.some((event) => event.uid.startsWith(`${kind}-`)), `no ${kind}`);
      const serang = await office.json('POST', '/me/notifications/feed', {}, await office.session('penangan.serang@contoh.netra'));
      const theirs = parsed((await fetched(office, serang.body.url)).text).events;
      assert.ok(theirs.some((event) => event.uid.startsWith('clarification-') && event.status === 'CONFIRMED'), 'no clarification');
      assert.ok(theirs.every((event) => !before.events.some((own) => own.uid === event.uid)), 'one office sees another\'s');
      assert.ok(live.every((event) => event.starts.endsWith('+07:00')), JSON.stringify(live));

      // ---- a day off moves what it concerns ----
      const boss = await office.session(admin);
      // Some limits count every day; one that counts working days moves.
      let next, moved, after;
      for (const clock of live.filter((event) => event.uid.startsWith('clock-') && event.starts > '2024-10-25')) {
        await office.json('POST', '/holidays', { date: clock.starts.slice(0, 10), kind: 'local', region: '36.72', name: 'Hari contoh', decree: 'SK contoh', source: 'contoh', mark: 'unverified', reason: 'uji' }, boss);
        after = parsed((await fetched(office, url)).text);
        next = clock;
        moved = after.events.find((event) => event.uid === clock.uid);
        if (moved.starts > next.starts) break;
      }
      assert.ok(moved.starts > next.starts, `${moved.starts} after ${next.starts}`);
      assert.ok(moved.sequence > next.sequence);
      assert.ok(moved.modified > next.modified);

      // ---- the person's choice of alarms, and of what to see ----
      const choice = { digest: 'off', digest_hour: 7, zone: 'wib', scope: 'office', alarm: 'both', shown: ['redated'] };
      assert.equal((await office.json('POST', '/me/notifications', choice, session)).status, 200);
      assert.ok(parsed((await fetched(office, url)).text).events.some((event) => event.alarms === 2));
      assert.equal((await office.json('POST', '/me/notifications', { ...choice, alarm: 'none', scope: 'mine' }, session)).status, 200);
      const mine = parsed((await fetched(office, url)).text).events;
      assert.ok(mine.length < after.events.length && mine.every((event) => event.alarms === 0));
      await office.json('POST', '/me/notifications', choice, session);
    }
    if (hasKhal) {
      const text = (await fetched(office, url)).text;
      const lines = khalShows(text);
      const uids = [...text.matchAll(/UID:(.*)@netra/g)].map((match) => match[1]);
      for (const uid of uids) assert.ok(lines.some((line) => line.includes(uid)), `khal does not show ${uid}\n${lines.join('\n')}`);
    }

    // ---- another address takes its place; the old one is unknown, as one that never was ----
    const renewed = await office.json('POST', '/me/notifications/feed', {}, session);
    assert.equal((await fetched(office, url)).status, 404);
    assert.equal((await fetched(office, `${office.url}/kalender/${'x'.repeat(43)}.ics`)).status, 404);
    assert.equal((await fetched(office, renewed.body.url)).status, 200);

    // ---- who no longer works here sees nothing; who takes it back, too ----
    const boss = await office.session(admin);
    const account = (await office.json('GET', '/people', undefined, boss)).body.rows.find((row) => row.email === person).id;
    const grants = (await office.json('GET', `/people/${account}`, undefined, boss)).body;
    const disabled = await office.json('POST', `/people/${account}/disablement`, { reason: 'pindah tugas' }, boss);
    assert.equal(disabled.status, 200, JSON.stringify([disabled.body, grants]));
    const empty = await fetched(office, renewed.body.url);
    assert.equal(empty.status, 200);
    assert.doesNotMatch(empty.text, /VEVENT/);

    // ---- the secret stands nowhere ----
    for (const address of [url, renewed.body.url]) {
      const token = address.match(/kalender\/(.*)\.ics/)[1];
      assert.ok(!office.log.includes(token), 'the address is in the log');
    }
  }));

  test(`taking the address back on ${engine.name}`, { timeout: 120_000 }, () => using(engine.start(), async (office) => {
    const session = await office.session('ketua.cilegon@contoh.netra');
    const { url } = (await office.json('POST', '/me/notifications/feed', {}, session)).body;
    assert.equal((await fetched(office, url)).status, 200);
    assert.equal((await office.json('POST', '/me/notifications/feed/end', {}, session)).status, 200);
    assert.equal((await fetched(office, url)).status, 404);
    assert.equal((await office.json('POST', '/me/notifications/feed/end', {}, session)).body.code, 'feed.unknown');
    assert.equal((await office.json('POST', '/me/notifications', { digest: 'daily', digest_hour: 24, zone: 'wib', scope: 'office', alarm: 'day', shown: [] }, session)).body.code, 'feed.hour');
    assert.equal((await office.json('GET', '/me/notifications')).status, 401);
  }));
}
