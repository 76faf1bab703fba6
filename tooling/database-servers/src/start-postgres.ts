import { execFile } from 'node:child_process';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { postgresPrograms } from './find-programs.ts';
import { freePort, startServer, type TestDatabase } from './server-process.ts';

const run = promisify(execFile);

/**
 * Starts PostgreSQL. It refuses to run as root, so root runs it as the user `postgres`. It does not wait for the disk: its data survives when the
 * process is killed, but not when the machine fails.
 */
export async function startPostgres(): Promise<TestDatabase> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'x-postgres-'));
  const user = await unprivilegedUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initialize = ['-D', data, '-U', 'x', '-A', 'trust', '--no-sync'];
  await run(join(postgresPrograms!, 'initdb'), initialize, { ...user, cwd: folder });
  return startServer({
    url: `postgres://x@127.0.0.1:${port}/postgres`,
    folder,
    program: join(postgresPrograms!, 'postgres'),
    args: ['-D', data, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-k', folder],
    user,
    // SIGINT does not wait for clients to disconnect.
    cleanSignal: 'SIGINT',
    readyWords: 'ready to accept connections',
  });
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: await numberOf('-u'), gid: await numberOf('-g') };
}

async function numberOf(flag: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [flag, 'postgres'])).stdout);
}
