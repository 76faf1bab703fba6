import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

test.each<string[]>([[], ['--dtype', 'int8']])(
  'serves the bundled models, logs no text, and ends with 0 on SIGTERM (%j)',
  async (...args) => {
    const program = spawn(process.execPath, [main, '--port', '0', '--json', '--offline', ...args]);
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    const { url } = JSON.parse((await lines.next()).value as string) as { url: string };
    const post = async (path: string, body: object): Promise<unknown> =>
      (
        await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    const model = 'all-MiniLM-L6-v2';
    const { data } = (await post('/v1/embeddings', { model, input: 'a secret' })) as {
      data: { embedding: number[] }[];
    };
    expect(data[0]!.embedding).toHaveLength(384);
    expect(data[0]!.embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    const documents = ['A volcano threw ash.', 'Bees make honey from nectar.'];
    const ranking = { model: 'bge-small-reranker-en', query: 'How is honey made?', documents };
    expect(await post('/v2/rerank', ranking)).toMatchObject({ results: [{ index: 1 }, { index: 0 }] });
    const logged = (await lines.next()).value as string;
    expect(JSON.parse(logged)).toMatchObject({ path: '/v1/embeddings', status: 200 });
    expect(logged).not.toContain('secret');
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([0, null]);
  },
);

test.each([
  [['--port', 'abc'], '--port must be a whole number from 0 to 65535, but is "abc".'],
  [['--dtype', 'int4'], '--dtype must be one of fp32, fp16, int8, uint8, q8, q4, q4f16, bnb4, but is "int4".'],
  [['--threads', '0'], '--threads must be a whole number above 0, but is "0".'],
  [
    ['--allow-host', 'a:80'],
    '--allow-host[0] must be the name of one host without scheme, port and path, such as search.internal, xn--bcher-kva.example or [fd00::1], but is "a:80".',
  ],
])('wrong arguments are a sentence and the usage, with exit code 2: %j', async (args, sentence) => {
  const program = spawn(process.execPath, [main, ...args]);
  const [errors, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  expect(code).toBe(2);
  expect(errors).toContain(`${sentence}\n\nServes`);
});

test.each(['-h', '--help'])('%s prints the usage', async (flag) => {
  const program = spawn(process.execPath, [main, flag]);
  const [output, [code]] = await Promise.all([text(program.stdout), once(program, 'exit')]);
  expect(code).toBe(0);
  expect(output).toMatch(/^Serves[^]*^ {2}-h, --help /m);
});

test('a model that is not known is a sentence, with exit code 1', async () => {
  const program = spawn(process.execPath, [main, '--port', '0', '--offline', '--reranker', 'no-such/model']);
  const [errors, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  expect(code).toBe(1);
  expect(errors).toContain('no-such/model');
});
