// Runs the built program with --watch.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, it } from 'vitest';

import { program } from './__tests__/run-search.ts';
import { temporaryFolder } from './__tests__/temporary-folder.ts';

it('x-search --watch goes on when the folder is replaced by a new one', async () => {
  await using folder = await temporaryFolder({ 'docs/old.md': 'Bees make honey.' });
  const args = ['docs', 'volcanoes', '--watch', '--files', '--limit', '1', '--model', 'x/static-en'];
  const child = spawn(process.execPath, [program, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stderr })) if (line.startsWith('Watching')) break;
  child.stderr.resume();
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const untilAnswered = async (file: string): Promise<void> => {
    while ((await answers.next()).value !== file);
  };
  await untilAnswered('docs/old.md');
  const docs = join(folder.path, 'docs');
  await rename(docs, `${docs}.old`);
  await folder.write({ 'docs/new.md': 'Volcanoes throw ash.' });
  await untilAnswered('docs/new.md');
  await folder.write({ 'docs/later.md': 'Volcanoes, volcanoes.' });
  await untilAnswered('docs/later.md');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});
