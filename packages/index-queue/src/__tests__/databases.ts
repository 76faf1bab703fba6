import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A database server that a test has for itself, on this machine. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** Where the Redis server is: `X_TEST_REDIS_SERVER`, or on the PATH. */
export const redisServer = process.env['X_TEST_REDIS_SERVER'] ?? findOnPath('redis-server');

/** The folder of PostgreSQL's programs: on the PATH, or where Debian has them. */
export const postgresPrograms = findPostgres();

/** Starts Redis without a file on disk. */
export async function startRedis(): Promise<TestDatabase> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'x-redis-'));
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const server = spawn(redisServer!, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await said(server.stdout, 'Ready to accept connections');
  return {
    url: `redis://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGKILL');
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Starts PostgreSQL with a folder of its own. It refuses to be started by root, who hands the folder to the user `postgres`. */
export async function startPostgres(): Promise<TestDatabase> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'x-postgres-'));
  const owner = await unprivilegedUser();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const run = promisify(execFile);
  const data = join(folder, 'data');
  const user = { ...owner, cwd: folder };
  await run(join(postgresPrograms!, 'initdb'), ['-D', data, '-U', 'x', '-A', 'trust', '--no-sync'], user);
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-k', folder];
  const server = spawn(join(postgresPrograms!, 'postgres'), ['-D', data, '-p', `${port}`, ...settings], {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await said(server.stderr, 'ready to accept connections');
  return {
    url: `postgres://x@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGQUIT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function said(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      if (!text.includes(words)) text += chunk.toString();
      if (text.includes(words)) resolve();
    });
    stream.on('end', () => reject(new Error(`The server ended before it was ready: ${text}`)));
  });
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ask = async (flag: string): Promise<number> =>
    Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout);
  return { uid: await ask('-u'), gid: await ask('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = [...pathFolders(), ...versions.map((version) => join(debian, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function findOnPath(program: string): string | undefined {
  return pathFolders()
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}
