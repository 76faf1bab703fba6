import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const run = promisify(execFile);

async function outputOf(name: string): Promise<string> {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))]);
  return stdout;
}

test('hybrid-search finds an error code by its letters and an answer by its meaning', async () => {
  const output = await outputOf('hybrid-search');
  expect(output).toMatch(/E1042\n1\. Error E1042 means/);
  expect(output).toMatch(/why did it stop working\?\n1\. When the tank is empty the machine stops/);
  expect(output).toContain('   matched: stops\n   3rd by dense');
  expect(output).toContain('after maxSim');
});

test('incremental-indexing embeds new documents, keeps unchanged ones and removes vanished ones', async () => {
  const lines = (await outputOf('incremental-indexing')).split('\n').filter((line) => !line.startsWith(' '));
  expect(lines).toEqual([
    '2 indexed in 3 passages, 0 unchanged, 0 removed',
    '0 indexed in 0 passages, 2 unchanged, 0 removed',
    '1 indexed in 2 passages, 1 unchanged, 1 removed',
    '',
  ]);
});

test('evaluate-your-data compares two systems', async () => {
  expect(await outputOf('evaluate-your-data')).toMatch(
    /dense, reranked[^]*MRR [+-]\d\.\d\d: \d better, \d worse, p = \d\.\d\d/,
  );
});

test('find-duplicates finds only the pairs with the same meaning', async () => {
  const pairs = (await outputOf('find-duplicates')).trim().split('\n');
  expect(pairs).toEqual([
    expect.stringMatching(/The app crashes when .* {2}\| {2}Opening settings makes/),
    expect.stringMatching(/How can I change .* {2}\| {2}I want to change/),
  ]);
});

test('choose-tools ranks the right one of 200 tools among the first three', async () => {
  const [count, ...answers] = (await outputOf('choose-tools')).trim().split('\n');
  expect(count).toBe('200 tools');
  const wanted = ['delete_photo', 'find_doctor', 'translate_contract', 'summarize_presentation'];
  expect(answers).toEqual(wanted.map((name) => expect.stringContaining(name) as string));
});

test('custom-stage ranks newer notes first', async () => {
  expect(await outputOf('custom-stage')).toMatch(/1\. 2024 .*\(was 1\)\n2\. 2025 .*\n3\. 2019 /);
});
