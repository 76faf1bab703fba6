import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';

import { startServing } from '../__fixtures__/serving-child.ts';
import { serve } from '../rest/serve.ts';
import { usage } from './program-arguments.ts';
import { runProgram } from './run-program.ts';

/** Runs the program with an aborted signal: it starts, prints and ends. */
async function run(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runProgram(args, { signal: AbortSignal.abort(), stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('runProgram', () => {
  test('prints its address when it is ready', async () => {
    const { code, stdout, stderr } = await run('serve', '--port', '0');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Serving Qdrant's API at http:\/\/127\.0\.0\.1:\d+, collections in memory\n$/);
  });

  test('prints its address as JSON', async () => {
    const { stdout } = await run('serve', '--port', '0', '--json');
    expect(JSON.parse(stdout)).toEqual({ url: expect.stringMatching(/^http/), port: expect.any(Number), path: null });
  });

  test.each(['-h', '--help'])('prints its usage: %s', async (flag) => {
    expect(await run(flag)).toEqual({ code: 0, stdout: usage, stderr: '' });
  });

  test.each([
    [[], 'A command is missing.'],
    [['fly'], 'There is no command "fly".'],
    [['serve', 'more'], '"serve" takes options only.'],
    [['serve', '--port', '70000'], '--port must be a whole number from 0 to 65535, but is "70000".'],
    [['serve', '--port', '1e3'], '--port must be'],
    [['serve', '--unindexed', 'no'], '--unindexed must be refuse or allow, but is "no".'],
    [['serve', '--color'], '--color'],
    [['serve', '--api-key', ''], 'apiKey must be'],
  ])('rejects %j as wrong usage', async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  test('reports a port in use in one sentence', async () => {
    await using server = await serve({ port: 0 });
    const { code, stderr } = await run('serve', '--port', String(server.port));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${server.port} of 127.0.0.1 is in use. Choose another port, or 0 for any free one.\n`,
    });
  });
});

describe('the program', () => {
  test.each([['SIGTERM'], ['SIGINT']] as const)(
    'exits with 0 on %s, and acknowledged writes are in the folder',
    async (signal) => {
      const path = await mkdtemp(join(tmpdir(), 'program-'));
      onTestFinished(() => rm(path, { recursive: true }));
      await using child = await startServing('--path', path);
      const body = JSON.stringify({ vectors: { size: 1, distance: 'Dot' } });
      await fetch(`${child.url}/collections/c`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(await child.end(signal)).toEqual([0, null]);
      await using server = await serve({ port: 0, path });
      expect(await (await fetch(`${server.url}/collections/c/exists`)).json()).toMatchObject({
        result: { exists: true },
      });
    },
  );

  test.each([
    [[], 400],
    [['--unindexed', 'allow'], 200],
  ])('started with %j, responds to an order by an unindexed key with status %d', async (args, status) => {
    await using child = await startServing(...args);
    const send = async (method: string, path: string, body: object): Promise<number> => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${child.url}/collections/c${path}`, { method, headers, body: JSON.stringify(body) })).status;
    };
    expect(await send('PUT', '', { vectors: { size: 1, distance: 'Dot' } })).toBe(200);
    expect(await send('POST', '/points/scroll', { order_by: 'n' })).toBe(status);
  });

  test('accepts requests with the key only', async () => {
    await using child = await startServing('--api-key', 'k');
    expect((await fetch(`${child.url}/collections`)).status).toBe(401);
    expect((await fetch(`${child.url}/collections`, { headers: { 'api-key': 'k' } })).status).toBe(200);
  });
});
