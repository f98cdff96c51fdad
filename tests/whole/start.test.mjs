// Starting, stopping, and the command line: wrong settings name themselves, the first start, a newer schema, accounts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openBrowser, person, textOf } from './browser.mjs';
import { Office, engines, isLong, sleep, using } from './office.mjs';
import { leadReport, key } from './reports.mjs';

test('help names every command and option', async () => {
  const office = await Office.start({ listen: false, command: 'serve' });
  try {
    const help = office.run(['--help']).stdout;
    for (const command of ['serve', 'demo', 'migrate', 'import', 'export', 'backup', 'restore', 'check', 'user', 'version'])
      assert.match(help, new RegExp(`^ +${command} +\\S`, 'm'));
    for (const command of ['serve', 'demo', 'migrate', 'import', 'export', 'backup', 'restore', 'check', 'user']) {
      const own = office.run([command, '--help']).stdout;
      assert.match(own, /--data/, command);
    }
    assert.match(office.run(['version']).stdout, /netra \d+\.\d+\.\d+/);
    assert.notEqual(office.run([], { mayFail: true }).status, 0);
    const unknown = office.run(['conquer'], { mayFail: true });
    assert.notEqual(unknown.status, 0);
    assert.match(unknown.stderr + unknown.stdout, /conquer|subcommand/);
  } finally {
    await office.stop();
  }
});

test('a wrong setting stops the start and names itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netra-settings-'));
  const office = await Office.start({ data: join(folder, 'data'), listen: false, command: 'serve' });
  const start = (environment, ...args) => office.run([...args, 'serve', '--data', office.data], { mayFail: true, environment });
  try {
    for (const [environment, name] of [
      [{ NETRA_LISTEN: 'everywhere' }, 'listen'],
      [{ NETRA_LISTEN: '127.0.0.1:99999' }, 'listen'],
      [{ NETRA_MAX_UPLOAD_MB: 'many' }, 'NETRA_MAX_UPLOAD_MB'],
      [{ NETRA_MAX_UPLOAD_MB: '0' }, 'max_upload_mb'],
      [{ NETRA_SECOND_FACTOR: 'sometimes' }, 'second_factor'],
      [{ NETRA_LOG_LEVEL: 'loud' }, 'log_level'],
      [{ NETRA_TLS_CERTIFICATE: '/nowhere.pem' }, 'tls_key'],
      [{ NETRA_SMTP_URL: 'smtp://127.0.0.1' }, 'smtp_from'],
      [{ NETRA_OVERRIDES: '/nowhere' }, 'overrides'],
      [{ NETRA_DATABASE_URL: 'postgresql:///nothing?host=/nowhere&connect_timeout=2' }, 'storage.unavailable'],
    ]) {
      const done = start(environment);
      assert.equal(done.status, 2, `${JSON.stringify(environment)}: ${done.stdout}${done.stderr}`);
      assert.ok(done.stderr.includes(name), `${name} in: ${done.stderr}`);
    }
    const file = join(folder, 'netra.toml');
    for (const [text, words] of [['colour = "blue"\n', /config\.unknown: .*netra\.toml:1: colour/], ['listen = 8080\n', /config\.value: .*netra\.toml:1: listen/],
      ['listen = \n', /config\.unreadable: .*netra\.toml:1/]]) {
      writeFileSync(file, text);
      const done = start({}, '--config', file);
      assert.equal(done.status, 2);
      assert.match(done.stderr, words);
    }
    assert.match(start({}, '--config', join(folder, 'none.toml')).stderr, /config\.unreadable/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('jobs on a place without an office refuse and make nothing there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netra-nowhere-'));
  const office = await Office.start({ data: join(folder, 'data'), listen: false, command: 'serve' });
  const nowhere = join(folder, 'mistyped');
  const empty = join(folder, 'empty');
  const commands = [['check'], ['backup', join(folder, 'archive')], ['export', 'journal'], ['user', 'list'], ['import', 'regions']];
  try {
    mkdirSync(empty);
    for (const data of [nowhere, empty])
      for (const command of commands) {
        const done = office.run([...command, '--data', data], { mayFail: true });
        assert.equal(done.status, 2, command[0]);
        assert.ok(done.stderr.includes(`config.no_office: ${data}`), done.stderr);
      }
    const restored = office.run(['restore', join(folder, 'no-archive'), '--data', nowhere], { mayFail: true });
    assert.equal(restored.status, 2);
    assert.match(restored.stderr, /backup\.folder/);
    assert.deepEqual(readdirSync(folder).sort(), ['empty'], 'nothing was made');
    assert.deepEqual(readdirSync(empty), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a folder of its own texts and rules overrides the built-in ones, and a fault in it stops the start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netra-overrides-'));
  const office = await Office.start({ data: join(folder, 'data'), listen: false, command: 'serve', environment: { NETRA_OVERRIDES: join(folder, 'own') } });
  try {
    spawnSync('mkdir', ['-p', join(folder, 'own/procedures/pilkada')]);
    writeFileSync(join(folder, 'own/procedures/pilkada/wrong.toml'), 'this is no rule\n');
    const done = office.job('serve', [], { mayFail: true });
    assert.notEqual(done.status, 0);
    assert.match(done.stderr, /wrong\.toml/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function firstStart(office, browser) {
  const page = await person(browser, office);
  const announced = office.log.match(/\/welcome and enter the code ([0-9A-Z-]+)/);
  assert.ok(announced, 'the code is in the log');
  await page.goto('/sign-in');
  assert.match(await textOf(page), /\/welcome|pertama/i);
  await page.goto('/welcome');
  const fill = async (code, password) => {
    await page.fill('input[name=code]', code);
    await page.selectOption('select[name=regency]', '36.72');
    await page.fill('input[name=name]', 'Pengelola Contoh');
    await page.fill('input[name=email]', 'pengelola@contoh.example');
    await page.fill('input[name=password]', password);
    await page.check('input[name=roles][value=intake_officer]');
    await page.click('form[action="/welcome"] button.primary');
  };
  await fill('AAAAA-AAAAA-AAAAA-AAAAA-AAAAA', 'sandi-contoh-panjang-1');
  assert.equal(await page.inputValue('input[name=name]'), 'Pengelola Contoh', 'a wrong code loses nothing that was typed');
  await fill(announced[1], 'sandi-contoh-panjang-1');
  assert.equal(await page.locator('p.code').count(), 2, 'two recovery shares are shown');
  const sheets = await page.locator('p.code').allInnerTexts();
  assert.notEqual(sheets[0], sheets[1]);
  await page.goto('/welcome');
  assert.ok(!(await page.content()).includes('name="code"'), 'the wizard is closed');
  await page.goto('/sign-in');
  await page.fill('input[name=email]', 'pengelola@contoh.example');
  await page.fill('input[name=password]', 'sandi-contoh-panjang-1');
  await page.click('form[action="/sign-in"] button.primary');
  assert.match(await textOf(page), /Pengelola Contoh/);
  // The office can receive reports at once.
  const today = new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);
  const filed = await office.json('POST', '/reports', leadReport({ election: 'pilkada-2024', date_happened: today }), { 'idempotency-key': key() });
  assert.equal(filed.status, 201, JSON.stringify(filed.body));
  assert.equal(filed.body.receipt.office_id, 'bawaslu-36.72');
  for (const secret of ['sandi-contoh-panjang-1', ...sheets]) assert.ok(!office.log.includes(secret));
}

function accounts(office) {
  const user = (action, ...args) => office.job('user', [action, ...args], { mayFail: true });
  const added = user('add', '--email', 'baru@contoh.example', '--name', 'Petugas Contoh Baru', '--office', 'bawaslu-36.72');
  assert.equal(added.status, 0, added.stderr);
  assert.match(added.stdout, /One-time link: http\S+\/invitations\/\S+/);
  const twice = user('add', '--email', 'BARU@contoh.example', '--name', 'Petugas Contoh Baru');
  assert.notEqual(twice.status, 0);
  assert.match(twice.stderr, /account\.|email/);
  const granted = user('grant', '--email', 'baru@contoh.example', '--role', 'case_officer', '--office', 'bawaslu-36.72');
  assert.equal(granted.status, 0, granted.stderr);
  assert.match(user('grant', '--email', 'baru@contoh.example', '--role', 'king', '--office', 'bawaslu-36.72').stderr, /--role/);
  assert.match(user('grant', '--email', 'baru@contoh.example', '--role', 'auditor', '--office', 'bawaslu-0').stderr, /office\.unknown/);
  const list = user('list').stdout;
  assert.match(list, /baru@contoh\.example +\S+ +Petugas Contoh Baru\n +case_officer .*bawaslu-36\.72/);
  assert.match(user('reset', '--email', 'baru@contoh.example').stderr, /--reason/);
  const reset = user('reset', '--email', 'baru@contoh.example', '--reason', 'Lupa sandi (contoh)');
  assert.equal(reset.status, 0, reset.stderr);
  assert.match(reset.stdout, /One-time link: http\S+\/password-resets\/\S+/);
  const disabled = user('disable', '--email', 'baru@contoh.example', '--reason', 'Pindah (contoh)');
  assert.equal(disabled.status, 0, disabled.stderr);
  assert.match(user('list').stdout, /baru@contoh\.example +disabled/);
  assert.match(user('disable', '--email', 'siapa@contoh.example', '--reason', 'x').stderr, /account\.unknown/);
  assert.notEqual(user('promote').status, 0);
  const journal = office.job('export', ['journal']).stdout;
  assert.match(journal, /"operator"/);
  assert.ok(!journal.includes('baru@contoh.example'), 'the journal names nobody');
}

function newerSchema(office) {
  const statement = "INSERT INTO schema_migrations (name, sha256, applied_at_ms) VALUES ('20991231_01_future', 'f', 0)";
  const done = office.databaseUrl ? spawnSync('psql', [office.databaseUrl, '-c', statement])
    : spawnSync('sqlite3', [join(office.data, 'netra.db'), statement]);
  assert.equal(done.status, 0, `${done.stderr}`);
  for (const command of ['serve', 'migrate']) {
    const refused = office.job(command, [], { mayFail: true });
    assert.notEqual(refused.status, 0, command);
    assert.match(refused.stderr, /storage\.schema_newer.*20991231_01_future/);
  }
}

// A slow sender is half through when the server is asked to end: it is heard out, and its report is there afterwards.
async function gracefulEnd(office) {
  const body = JSON.stringify(leadReport({ election: 'pilkada-2024' }));
  const socket = createConnection(office.port, '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (bytes) => { answer += bytes; });
  socket.write(`POST /reports HTTP/1.1\r\nHost: 127.0.0.1:${office.port}\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 50)}`);
  const closed = once(socket, 'close');
  await sleep(300);
  const ended = office.end();
  await sleep(500);
  assert.ok(office.isRunning, 'the server waits for what it has begun to receive');
  await assert.rejects(fetch(`${office.url}/healthz`), 'it takes nothing new');
  socket.write(body.slice(50));
  await ended;
  await closed;
  assert.match(answer, /^HTTP\/1\.1 201 /);
  const receipt = JSON.parse(answer.slice(answer.indexOf('{'))).receipt;
  await office.launch();
  const status = await office.json('GET', '/reports/status', undefined, { 'x-netra-code': receipt.code });
  assert.equal(status.status, 200);
}

for (const engine of isLong ? engines() : engines().slice(0, 1))
  test(`an office's first day on ${engine.name}`, { timeout: 300_000 }, async (t) => {
    const browser = await openBrowser();
    try {
      await using(engine.start({ command: 'serve' }), async (office) => {
        await t.test('the wizard of the first start, without script', () => firstStart(office, browser));
        await t.test('an upload in progress is finished before the end', () => gracefulEnd(office));
        await t.test('accounts by the command line', () => accounts(office));
        await office.end();
        await t.test('a newer schema refuses to start', () => newerSchema(office));
      });
    } finally {
      await browser.close();
    }
  });
