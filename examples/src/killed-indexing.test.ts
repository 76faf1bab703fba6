import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

const child = fileURLToPath(new URL('__fixtures__/indexing-child.mjs', import.meta.url));

interface Message {
  readonly completed?: number;
  readonly points?: readonly (readonly [string, unknown])[];
}

/** Runs the indexing and kills it after it has reported `killAfter` batches. Returns the points, if the run finished. */
function runIndexing(path: string, version: number, killAfter = Infinity): Promise<Message['points']> {
  return new Promise((resolve, reject) => {
    const started = fork(child, [JSON.stringify({ path, version })], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let batches = 0;
    let points: Message['points'];
    let errors = '';
    started.stderr!.on('data', (data) => (errors += String(data)));
    started.on('message', (message: Message) => {
      ({ points = points } = message);
      if (batches++ >= killAfter) started.kill('SIGKILL');
    });
    started.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(points);
      else reject(new Error(`ended with ${code}: ${errors}`));
    });
  });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('an index run that is killed repeatedly and then finishes leaves exactly the right points', async () => {
  const expected = await runIndexing(join(folder, 'fresh'), 1);
  expect(expected!.length).toBeGreaterThan(100);
  const path = join(folder, 'killed');
  await runIndexing(path, 0);
  for (const killAfter of [0, 1, 3, 5, 8, 10]) await runIndexing(path, 1, killAfter);
  expect(await runIndexing(path, 1)).toEqual(expected);
});
