import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, it } from 'vitest';

import { statesUntil } from './__tests__/demo-client.ts';
import { WebProgram } from './__tests__/web-program.ts';
import type { DemoState } from './contract.ts';

let web: WebProgram | undefined;
afterEach(() => web?.[Symbol.asyncDispose]());

async function start(...args: string[]): Promise<WebProgram> {
  return (web = await WebProgram.start(['--offline', ...args]));
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  'prints its URL, then loads the models, and exits with 0 on %s',
  async (signal) => {
    const { url, output, ended } = await start('--port', '0');
    expect(output.stdout).toBe(`The movie example is at ${url} (press Ctrl+C to stop)\n`);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const { models } = (await (await fetch(`${url}api/state`)).json()) as DemoState;
    expect(models.embedder).toMatchObject({ name: 'sentence-transformers/all-MiniLM-L6-v2', phase: 'loading' });
    const events = await fetch(`${url}api/events`);
    web!.kill(signal);
    expect(await ended).toEqual([0, null]);
    await events.text();
    expect(output.stderr).toBe('');
  },
);

it('prints a message and exits with 1 when the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { output, ended } = await start('--port', String(port));
  expect(await ended).toEqual([1, null]);
  expect(output).toEqual({
    stdout: '',
    stderr: `port must be a free port, but is ${port}. Pass 0 to use any free port.\n`,
  });
  other.close();
});

it('reports a failed state for an unknown model', async () => {
  const { url, ended } = await start('--port', '0', '--reranker', 'nobody');
  const states = await statesUntil(url, ({ models }) => models.reranker.phase === 'failed');
  const { name, message } = states.at(-1)!.models.reranker;
  expect(name).toBe('nobody');
  expect(message).toContain('nobody');
  web!.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
