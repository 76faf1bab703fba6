// Runs the built program with --watch.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { expect, it } from 'vitest';

import { program } from './__tests__/run-search.ts';
import { scriptedService } from './__tests__/scripted-service.ts';
import { temporaryFolder } from './__tests__/temporary-folder.ts';

it('x-search --watch goes on when the folder is replaced by a new one', async () => {
  await using folder = await temporaryFolder({ 'docs/old.md': 'Bees make honey.' });
  const args = ['docs', 'volcanoes', '--watch', '--files', '--limit', '1', '--model', 'x/static-en'];
  using child = spawn(process.execPath, [program, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [answers, notices] = [linesOf(child.stdout), linesOf(child.stderr)];
  await untilLine(notices, 'Watching for changes. Press Ctrl+C to stop.');
  await untilLine(answers, 'docs/old.md');
  const docs = join(folder.path, 'docs');
  await rename(docs, `${docs}.old`);
  await folder.write({ 'docs/new.md': 'Volcanoes throw ash.' });
  await untilLine(answers, 'docs/new.md');
  await folder.write({ 'docs/later.md': 'Volcanoes, volcanoes.' });
  await untilLine(answers, 'docs/later.md');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});

it('x-search --watch exits with 1 when the service of the reranking model refuses the key of a later answer', async () => {
  await using folder = await temporaryFolder({ 'docs/a.md': 'Bees make honey.', 'docs/b.md': 'Honey is sweet.' });
  await using service = await scriptedService({});
  const reranking = ['--rerank-url', service.url, '--reranker', 'judge'];
  const args = ['docs', 'honey', '--watch', '--files', '--model', 'x/static-en', ...reranking];
  using child = spawn(process.execPath, [program, ...args], { cwd: folder.path, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  const notices = linesOf(child.stderr);
  await untilLine(notices, 'Watching for changes. Press Ctrl+C to stop.');
  service.status = 401;
  await folder.write({ 'docs/c.md': 'Bees collect nectar.' });
  const rest: string[] = [];
  for (let line = await notices.next(); line.done !== true; line = await notices.next()) {
    expect(line.value).not.toContain('trying again');
    rest.push(line.value);
  }
  expect(await ended).toEqual([1, null]);
  const told = rest.join(' ');
  expect(told).toContain('Indexed 1 file ');
  expect(told).toContain('answered HTTP 401');
  expect(told).toContain('Set the key in EMBED_API_KEY or RERANK_API_KEY.');
});

function linesOf(input: Readable): AsyncIterator<string> {
  return createInterface({ input })[Symbol.asyncIterator]();
}

/** Reads lines up to this one. */
async function untilLine(lines: AsyncIterator<string>, wanted: string): Promise<void> {
  for (;;) {
    const { done, value } = await lines.next();
    if (done === true) throw new Error(`The program ended before it printed "${wanted}".`);
    if (value === wanted) return;
  }
}
