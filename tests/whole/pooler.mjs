// Debian's PgBouncer in transaction mode, before the PostgreSQL of the tests: few connections for many, and none of them kept for anybody.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from './office.mjs';

const program = '/usr/sbin/pgbouncer';
const port = 6432;  // names a socket in a folder of its own; no port is taken

// Why it cannot run here, or nothing.
export function poolerMissing() {
  if (!process.env.NETRA_TEST_POSTGRES) return 'no NETRA_TEST_POSTGRES';
  return existsSync(program) ? '' : `${program} is not there: apt-get install pgbouncer`;
}

export class Pooler {
  static async start(connections) {
    const pooler = new Pooler();
    const server = new URL(process.env.NETRA_TEST_POSTGRES).searchParams;
    // PgBouncer refuses root; whoever owns the PostgreSQL runs it, in that one's folder.
    pooler.owner = { uid: statSync(server.get('host')).uid, gid: statSync(server.get('host')).gid };
    pooler.folder = mkdtempSync(join(server.get('host'), 'pooler-'));
    chownSync(pooler.folder, pooler.owner.uid, pooler.owner.gid);
    // Connections to the server live two seconds, so that whatever leans on one of them falls.
    writeFileSync(join(pooler.folder, 'pgbouncer.ini'), `[databases]
* = host=${server.get('host')} user=${server.get('user')}
[pgbouncer]
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
server_lifetime = 2
auth_type = any
listen_addr =
listen_port = ${port}
unix_socket_dir = ${pooler.folder}
logfile = ${pooler.folder}/log
stats_period = 3600
`);
    await pooler.launch();
    return pooler;
  }

  async launch() {
    this.process = spawn(program, ['-q', join(this.folder, 'pgbouncer.ini')], { ...this.owner, cwd: this.folder, stdio: 'ignore' });
    this.exited = new Promise((done) => this.process.once('exit', done));
    for (let i = 0; i < 100; ++i) {
      if (this.process.exitCode !== null) break;
      if (this.ask('SHOW VERSION').status === 0) return;
      await sleep(100);
    }
    throw new Error(`PgBouncer does not run: ${readFileSync(join(this.folder, 'log'), 'utf8')}`);
  }

  // The same database, through the pool.
  url(databaseUrl) {
    const url = new URL(databaseUrl);
    url.searchParams.set('host', this.folder);
    url.searchParams.set('port', `${port}`);
    return url.href.replaceAll('%2F', '/');
  }

  ask(command) {
    return spawnSync('psql', [`postgresql:///pgbouncer?host=${this.folder}&port=${port}&user=netra`, '--csv', '-c', command], { encoding: 'utf8' });
  }

  // Rows of one of its SHOW commands.
  show(what) {
    const done = this.ask(`SHOW ${what}`);
    if (done.status !== 0) throw new Error(`SHOW ${what}: ${done.stderr}`);
    const [names, ...rows] = done.stdout.trim().split('\n').map((line) => line.split(','));
    return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.exited;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
