import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, it } from 'vitest';

import type { DemoState } from './contract.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

interface Started {
  readonly url: string;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<unknown[]>;
}

/** Runs the built program until it says where it listens, or ends. */
async function start(...args: string[]): Promise<Started> {
  const started = (child = spawn(process.execPath, [program, '--web', '--no-open', '--offline', ...args]));
  const output = { stdout: '', stderr: '' };
  started.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  started.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(started, 'close');
  await Promise.race([once(started.stdout, 'data'), ended]);
  return { url: /http:\S+/.exec(output.stdout)?.[0] ?? '', output, ended };
}

it.each(['SIGINT', 'SIGTERM'] as const)('prints its address, loads afterwards, and ends with %s', async (signal) => {
  const { url, output, ended } = await start('--port', '0');
  expect(output.stdout).toBe(`The movie example is at ${url} (Ctrl+C ends it)\n`);
  expect(new URL(url).hostname).toBe('127.0.0.1');
  const { models } = (await (await fetch(`${url}api/state`)).json()) as DemoState;
  expect(models.embedder).toMatchObject({ name: 'sentence-transformers/all-MiniLM-L6-v2', phase: 'loading' });
  const events = await fetch(`${url}api/events`);
  child!.kill(signal);
  expect(await ended).toEqual([0, null]);
  await events.text();
  expect(output.stderr).toBe('');
});

it('exits with 1 and a sentence when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { output, ended } = await start('--port', String(port));
  expect(await ended).toEqual([1, null]);
  expect(output).toEqual({ stdout: '', stderr: `port must be free (0 takes any that is), but is ${port}.\n` });
  other.close();
});

it('has a failure state for a model that nobody knows', async () => {
  const { url, ended } = await start('--port', '0', '--reranker', 'nobody');
  const response = await fetch(`${url}api/events`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('"phase":"failed"')) break;
  }
  expect(text).toContain('"reranker":{"name":"nobody","phase":"failed","message":"');
  child!.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
