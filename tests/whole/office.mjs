// Starts a real server on a fresh demo office, on SQLite or PostgreSQL, and talks to it as its users do.
//
//   for (const engine of engines()) test(`intake on ${engine.name}`, async () => {
//     const office = await engine.start();   // demo office, clock as seeded
//     try { … await office.json('POST', '/reports', body) … } finally { await office.stop(); }
//   });
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const binary = process.env.NETRA_BINARY ?? 'build/asan/netra';
export const isLong = process.env.NETRA_LONG === 'yes';

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

let databases = 0;

// A new empty database on the test PostgreSQL; its URL.
function newPostgres(url) {
  const name = `whole_${process.pid}_${++databases}`;
  const made = spawnSync('psql', [url, '-qc', `CREATE DATABASE ${name}`], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`psql: ${made.stderr}`);
  const parts = url.split(/\s+/).filter((part) => !part.startsWith('dbname='));
  return url.includes('://') ? url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`) : [...parts, `dbname=${name}`].join(' ');
}

export function engines() {
  const list = [{ name: 'SQLite', start: (options) => Office.start({ ...options }) }];
  const url = process.env.NETRA_TEST_POSTGRES;
  if (url) list.push({ name: 'PostgreSQL', start: (options) => Office.start({ ...options, databaseUrl: newPostgres(url) }) });
  else console.error('SKIPPED: no NETRA_TEST_POSTGRES, whole-server tests run on SQLite only');
  return list;
}

export class Office {
  static async start({ databaseUrl, data, command = 'demo', fill = true, environment = {}, wrap = [], exe = binary } = {}) {
    const office = new Office();
    office.exe = exe;
    office.ownsData = !data;
    office.data = data ?? mkdtempSync(join(tmpdir(), 'netra-whole-'));
    office.environment = { ...process.env, ...environment, ...(databaseUrl ? { NETRA_DATABASE_URL: databaseUrl } : {}) };
    if (command === 'demo' && fill) office.run(['demo', '--data', office.data, '--fill-only']);
    office.command = command;
    office.wrap = wrap;
    await office.launch();
    return office;
  }

  // Runs one job of the command line to its end.
  run(args, { mayFail = false } = {}) {
    const done = spawnSync(this.exe, args, { env: this.environment, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 28 });
    if (done.status !== 0 && !mayFail) throw new Error(`netra ${args.join(' ')}: ${done.status}\n${done.stdout}\n${done.stderr}`);
    return done;
  }

  async launch() {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const args = [...this.wrap, this.exe, this.command, '--data', this.data, '--listen', `127.0.0.1:${this.port}`];
    this.log = '';
    this.process = spawn(args[0], args.slice(1), { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve({ code, signal })));
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (bytes) => { this.log = (this.log + bytes).slice(-200_000); });
    for (let i = 0; i < 600; ++i) {
      if (this.process.exitCode !== null) throw new Error(`the server stopped at start\n${this.log}`);
      try {
        if ((await fetch(`${this.url}/healthz`)).ok) return;
      } catch { /* not yet listening */ }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not answer in a minute\n${this.log}`);
  }

  kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.exited;
  }

  async stop() {
    const { code, signal } = await this.kill('SIGTERM');
    if (this.ownsData) rmSync(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code ?? signal}\n${this.log.slice(-4000)}`);
  }

  async json(method, path, body, headers = {}) {
    const answer = await fetch(this.url + path, {
      method, redirect: 'manual',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    let value;
    try { value = text ? JSON.parse(text) : null; } catch { value = text; }
    return { status: answer.status, headers: answer.headers, body: value };
  }
}
