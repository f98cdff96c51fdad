// A court orders that what one journal entry says be erased: two steps, and the chain stays.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, using } from './office.mjs';

function ask(office, statement) {
  const done = office.databaseUrl
    ? spawnSync('psql', [office.databaseUrl, '-v', 'ON_ERROR_STOP=1', '-qtAc', statement], { encoding: 'utf8' })
    : spawnSync('sqlite3', [join(office.data, 'netra.db'), statement], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.trim();
}

for (const engine of engines())
  test(`details of an entry are erased by an order on ${engine.name}`, () => using(engine.start({ listen: false }), async (office) => {
    const seq = ask(office, "SELECT max(j.seq) FROM journal j JOIN journal_details d ON d.seq = j.seq WHERE j.verb = 'case.shared'");
    const reason = 'Penetapan contoh nomor 7, 21 Oktober 2024';
    const erase = (...more) => office.job('erase-details', more, { mayFail: true });
    const said = () => ask(office, `SELECT change FROM journal_details WHERE seq = ${seq}`);
    assert.match(said(), /bawaslu-36/);

    const first = erase(seq, '--reason', reason);
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, new RegExp(`entry ${seq}: case\\.shared of case `));
    assert.ok(!first.stdout.includes('bawaslu-36 '), 'the details are not shown');
    const word = first.stdout.match(/--confirm ([0-9a-f]{12})/)[1];
    assert.match(said(), /bawaslu-36/, 'nothing happened yet');
    for (const [why, ...args] of [['a wrong word', seq, '--reason', reason, '--confirm', '000000000000'],
      ['the word of another reason', seq, '--reason', `${reason}.`, '--confirm', word], ['another entry', `${Number(seq) - 1}`, '--reason', reason, '--confirm', word],
      ['no such entry', '999999999', '--reason', reason], ['no reason to speak of', seq, '--reason', 'x']])
      assert.equal(erase(...args).status, 2, why);
    assert.match(said(), /bawaslu-36/, 'a refusal erases nothing');

    const done = erase(seq, '--reason', reason, '--confirm', word);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(said(), '');
    assert.equal(ask(office, `SELECT verb FROM journal WHERE subject_kind = 'journal' AND subject_id = '${seq}'`), 'journal.erased');
    assert.equal(erase(seq, '--reason', reason).status, 2, 'once is enough');
    const own = ask(office, "SELECT max(seq) FROM journal WHERE verb = 'journal.erased'");
    assert.equal(erase(own, '--reason', reason).status, 2, 'the act of an erasure stays');
    assert.match(office.job('check').stdout, /^journal +ok/m, 'the chain stays');
  }));
