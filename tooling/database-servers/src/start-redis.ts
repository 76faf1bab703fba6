import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { redisServer } from './find-programs.ts';
import { freePort, startServer, type TestDatabase } from './server-process.ts';

/** Starts Redis with an append-only file. The file is written before each response, so data survives when the process is killed. */
export async function startRedis(): Promise<TestDatabase> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'x-redis-'));
  const file = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'no', '--dir', folder];
  return startServer({
    url: `redis://127.0.0.1:${port}`,
    folder,
    program: redisServer!,
    args: ['--port', `${port}`, '--bind', '127.0.0.1', ...file],
    cleanSignal: 'SIGTERM',
    readyWords: 'Ready to accept connections',
  });
}
