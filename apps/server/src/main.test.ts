import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

test.each<string[]>([[], ['--dtype', 'int8']])(
  'serves the bundled models, logs no text and exits with 0 on SIGTERM (%j)',
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
    '--allow-host[0] must be one host name without a scheme, port or path, such as search.internal, xn--bcher-kva.example or [fd00::1], but is "a:80".',
  ],
])('wrong arguments print one sentence and the usage and exit with code 2: %j', async (args, sentence) => {
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

test('an unknown model prints its name and exits with code 1', async () => {
  const program = spawn(process.execPath, [main, '--port', '0', '--offline', '--reranker', 'no-such/model']);
  const [errors, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  expect(code).toBe(1);
  expect(errors).toContain('no-such/model');
});

test.skipIf(process.platform === 'win32')('exits with 0 on SIGTERM while a model is loading', async () => {
  // The hub never answers, so the program is still loading once its request has arrived.
  const hub = createServer().listen(0, '127.0.0.1');
  await once(hub, 'listening');
  const { port } = hub.address() as AddressInfo;
  const cache = mkdtempSync(join(tmpdir(), 'x-server-'));
  const env = { ...process.env, HF_HOME: cache, HF_ENDPOINT: `http://127.0.0.1:${port}` };
  const program = spawn(process.execPath, [main, '--port', '0', '--embedder', 'BAAI/bge-small-en-v1.5'], { env });
  const errors = text(program.stderr);
  await once(hub, 'request');
  program.kill('SIGTERM');
  expect(await once(program, 'exit')).toEqual([0, null]);
  expect(await errors).toBe('');
  hub.closeAllConnections();
  hub.close();
  rmSync(cache, { recursive: true });
});

describe('--api-key-file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'x-server-'));
    writeFileSync(join(folder, 'keys'), 'first key\r\n\n  second-key  \n');
    writeFileSync(join(folder, 'blank'), '\n \n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('accepts each key in the file and no other key', async () => {
    const program = spawn(process.execPath, [main, '--port', '0', '--json', '--offline', '--api-key-file', join(folder, 'keys')]); // prettier-ignore
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    const { url } = JSON.parse((await lines.next()).value as string) as { url: string };
    const statusWith = async (key: string): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await Promise.all(['first key', 'second-key', 'third', ''].map(statusWith))).toEqual([200, 200, 401, 401]);
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([0, null]);
  });

  test.each([
    ['missing', 'cannot be read (ENOENT): name a file that this user may read.'],
    ['blank', 'contains no key: write one key per line.'],
  ])('a %s file prints one sentence and exits with code 1', async (name, sentence) => {
    const file = join(folder, name);
    const program = spawn(process.execPath, [main, '--port', '0', '--offline', '--api-key-file', file]);
    const [errors, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
    expect(code).toBe(1);
    expect(errors).toBe(`--api-key-file ${file} ${sentence}\n`);
  });
});
