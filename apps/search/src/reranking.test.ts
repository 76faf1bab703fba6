// Runs the built program with a service that fails to rerank.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runSearch, type SearchRun } from './__tests__/run-search.ts';
import { type ScriptedService, scriptedService } from './__tests__/scripted-service.ts';
import { temporaryFolder, type TemporaryFolder } from './__tests__/temporary-folder.ts';

let folder: TemporaryFolder;
let service: ScriptedService;
beforeAll(async () => {
  folder = await temporaryFolder({ 'docs/a.md': 'Bees make honey.', 'docs/b.md': 'Honey is sweet.' });
  service = await scriptedService({});
  expect((await runSearch(['docs', '--model', 'x/static-en'], { cwd: folder.path })).status).toBe(0);
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const query = ['honey', '--no-refresh', '--limit', '2'];

function rerank(status: number, ...args: string[]): Promise<SearchRun> {
  service.status = status;
  const env = { RERANK_API_KEY: 'swordfish' };
  return runSearch([...query, '--rerank-url', service.url, '--reranker', 'judge', ...args], { cwd: folder.path, env });
}

const notice = (): string =>
  `Not reranked: The model "judge" at ${service.url}/rerank answered HTTP 400: refused (hidden).\n`;

describe('x-search with a service that fails to rerank', () => {
  it.each([[[]], [['--files']], [['--full']]])(
    'prints one sentence to stderr, and the same results: %j',
    async (args) => {
      const { stdout } = await runSearch([...query, ...args], { cwd: folder.path });
      expect(await rerank(400, ...args)).toEqual({ status: 0, stdout, stderr: notice() });
    },
  );

  it('also gives the reason in the JSON object', async () => {
    const { status, stdout, stderr } = await rerank(400, '--json');
    expect([status, stderr]).toEqual([0, notice()]);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual(['query', 'notReranked', 'passages']);
    expect(`Not reranked: ${answer['notReranked'] as string}\n`).toBe(notice());
  });

  it.each([
    [401, 'Check the apiKey.', ' Set the key in EMBED_API_KEY or RERANK_API_KEY.'],
    [404, 'Check the url and the model name.', ''],
  ])('exits with 1 when the service refuses the settings with %i', async (code, message, advice) => {
    const { status, stdout, stderr } = await rerank(code);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replaceAll('\n', ' ')).toContain(`answered HTTP ${code}: refused`);
    expect(stderr.replaceAll('\n', ' ')).toContain(message);
    expect(stderr.replaceAll('\n', ' ')).toContain(advice);
    expect(stderr).not.toContain('swordfish');
  });
});
