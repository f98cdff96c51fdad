// Starts a real server on a fresh office, on SQLite or PostgreSQL, and talks to it as its users do.
//
//   for (const engine of engines())
//     test(`intake on ${engine.name}`, () => using(engine.start(), async (office) => {
//       const answer = await office.json('POST', '/reports', body); …
//     }));
//
// The demo office is filled once per binary and engine; every further start copies it, and its clock stands on the demo's morning again.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = resolve(root, process.env.NETRA_BINARY ?? 'build/asan/netra');
export const isLong = process.env.NETRA_LONG === 'yes';
export const demoPassword = 'contoh-netra-2024';

// The binary is built with sanitizers: a finding ends it, so that no test passes over one.
const sanitizers = {
  ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=1',
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  LSAN_OPTIONS: `suppressions=${join(root, 'tools/lsan.supp')}:print_suppressions=0`,
};

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

// ---- PostgreSQL ----

const postgres = process.env.NETRA_TEST_POSTGRES;
let databases = 0;

function psql(url, statement) {
  const done = spawnSync('psql', [url, '-v', 'ON_ERROR_STOP=1', '-qtAc', statement], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`psql: ${done.stderr}`);
  return done.stdout.trim();
}

const urlOf = (name) => postgres.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

function createDatabase(template) {
  const name = `whole_${process.pid}_${++databases}`;
  psql(postgres, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
  return name;
}

export function dropDatabase(url) {
  psql(postgres, `DROP DATABASE IF EXISTS ${url.match(/\/([^/?]*)(\?|$)/)[1]} WITH (FORCE)`);
}

export const newPostgres = () => urlOf(createDatabase());

// ---- the demo office, filled once ----

export function template(onPostgres) {
  const stamp = `${statSync(binary).mtimeMs}`.replace('.', '-');
  const folder = join(tmpdir(), `netra-demo-${stamp}-${onPostgres ? postgres.replace(/\W+/g, '').slice(-24) : 'sqlite'}`);
  if (existsSync(folder)) return folder;
  const building = mkdtempSync(`${folder}-`);
  mkdirSync(join(building, 'data'));
  const name = onPostgres ? createDatabase() : '';
  const environment = { ...process.env, ...sanitizers, ...(name ? { NETRA_DATABASE_URL: urlOf(name) } : {}) };
  run(['demo', '--data', join(building, 'data'), '--fill-only'], environment);
  rmSync(join(building, 'data/demo.clock'), { force: true });  // a copy begins on the demo's morning
  writeFileSync(join(building, 'database'), name);
  try {
    renameSync(building, folder);
  } catch {  // another test was quicker
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}

function run(args, environment, mayFail = false) {
  const done = spawnSync(binary, args, { env: environment, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 28 });
  if (done.status !== 0 && !mayFail)
    throw new Error(`netra ${args.join(' ')}: ${done.status ?? done.signal}\n${done.stdout.slice(-4000)}\n${done.stderr.slice(-8000)}`);
  return done;
}

// ---- offices ----

export function engines() {
  const list = [{ name: 'SQLite', start: (options) => Office.start({ ...options }) }];
  if (postgres) list.push({ name: 'PostgreSQL', start: (options) => Office.start({ ...options, onPostgres: true }) });
  else console.error('SKIPPED: no NETRA_TEST_POSTGRES, whole-server tests run on SQLite only');
  return list;
}
export const hasPostgres = Boolean(postgres);

// Runs the body with an office and stops the office afterwards; the body's own failure is the one that is told.
export async function using(starting, body) {
  const office = await starting;
  let passed = false;
  try {
    await body(office);
    passed = true;
  } finally {
    await office.stop().catch((error) => {
      if (passed) throw error;
      console.error(error.message);
    });
  }
}

export class Office {
  // command: 'demo' (a copy of the filled demo) or 'serve' (an empty office).
  static async start({ onPostgres = false, data, databaseUrl, command = 'demo', environment = {}, wrap = [], listen = true } = {}) {
    const office = new Office();
    office.ownsData = !data;
    office.data = data ?? mkdtempSync(join(tmpdir(), 'netra-whole-'));
    office.databaseUrl = databaseUrl;
    if (!data && command === 'demo') {
      const folder = template(onPostgres);
      cpSync(join(folder, 'data'), office.data, { recursive: true });
      if (onPostgres) office.databaseUrl = urlOf(createDatabase(readFileSync(join(folder, 'database'), 'utf8')));
    } else if (onPostgres && !databaseUrl) {
      office.databaseUrl = newPostgres();
    }
    office.ownsDatabase = onPostgres;
    office.environment = { ...process.env, ...sanitizers, ...environment,
      ...(office.databaseUrl ? { NETRA_DATABASE_URL: office.databaseUrl } : {}) };
    office.command = command;
    office.wrap = wrap;
    if (listen) await office.launch();
    return office;
  }

  // Runs one job of the command line to its end.
  run(args, { mayFail = false, environment = {} } = {}) {
    return run(args, { ...this.environment, ...environment }, mayFail);
  }

  // The same on this office's data.
  job(name, args = [], options) {
    return this.run([name, '--data', this.data, ...args], options);
  }

  async launch() {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const args = [...this.wrap, binary, this.command, '--data', this.data, '--listen', `127.0.0.1:${this.port}`];
    this.log = '';
    this.process = spawn(args[0], args.slice(1), { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((done) => this.process.once('exit', (code, signal) => done({ code, signal })));
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (bytes) => { this.log = (this.log + bytes).slice(-20_000_000); });
    for (let i = 0; i < 600; ++i) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) throw new Error(`the server stopped at start\n${this.log}`);
      try {
        if ((await fetch(`${this.url}/healthz`)).ok) return;
      } catch { /* not yet listening */ }
      await sleep(100);
    }
    await this.kill();
    throw new Error(`the server did not answer in a minute\n${this.log}`);
  }

  get isRunning() {
    return this.process && this.process.exitCode === null && this.process.signalCode === null;
  }

  kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.exited;
  }

  // Ends the server as an administrator would and insists on a clean end: no leak, no finding of a sanitizer.
  async end() {
    const hard = setTimeout(() => this.process.kill('SIGKILL'), 60_000);
    const { code, signal } = await this.kill('SIGTERM');
    clearTimeout(hard);
    if (code !== 0) throw new Error(`the server ended with ${code ?? signal}\n${this.log.slice(-6000)}`);
  }

  async stop() {
    try {
      if (this.isRunning) await this.end();
    } finally {
      if (this.ownsData) rmSync(this.data, { recursive: true, force: true });
      if (this.ownsDatabase) dropDatabase(this.databaseUrl);
    }
  }

  // An object is sent as JSON; text, bytes and forms as they are.
  async json(method, path, body, headers = {}) {
    const isTree = body !== undefined && typeof body === 'object' && !(body instanceof Uint8Array) && !(body instanceof FormData);
    const answer = await fetch(this.url + path, {
      method, redirect: 'manual', body: isTree ? JSON.stringify(body) : body,
      headers: { accept: 'application/json', ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const text = await answer.text();
    let value;
    try { value = text ? JSON.parse(text) : null; } catch { value = text; }
    return { status: answer.status, headers: answer.headers, body: value };
  }

  // Brings a file by the resumable way; the handle that a report's evidence names.
  async upload(bytes, name, headers = {}) {
    const begun = await fetch(`${this.url}/uploads`, { method: 'POST', headers: { 'upload-length': `${bytes.length}`, 'upload-name': encodeURIComponent(name), ...headers } });
    if (begun.status !== 201) throw new Error(`upload: ${begun.status} ${await begun.text()}`);
    const { handle } = await begun.json();
    const sent = await fetch(`${this.url}/uploads/${handle}`, { method: 'PATCH', body: bytes,
      headers: { 'upload-offset': '0', 'content-type': 'application/partial-upload', ...headers } });
    if (sent.status !== 200) throw new Error(`upload: ${sent.status} ${await sent.text()}`);
    return { handle, ...(await sent.json()) };
  }

  // A page as a browser gets it.
  async page(path, headers = {}) {
    const answer = await fetch(this.url + path, { redirect: 'manual', headers: { accept: 'text/html', ...headers } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  // Signs in and gives the headers that prove it.
  async session(email, password = demoPassword) {
    const answer = await this.json('POST', '/sign-in', { email, password, next: '' });
    if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return { cookie: cookies.join('; ') };
  }
}
