import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { writePythonCache } from '../__fixtures__/python-layout.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';

const modelFile = 'onnx/model.onnx';
const weights = Buffer.alloc(2_000_000, 'The quick brown fox jumps over the lazy dog. ');
const weightsOid = createHash('sha256').update(weights).digest('hex');
const files = { [modelFile]: weights, 'tokenizer.json': Buffer.from('{}') };
const repositories = { 'org/tiny': files };
const script = fileURLToPath(new URL('../__fixtures__/resolve-in-child.mjs', import.meta.url));

interface Message {
  readonly completed?: number;
  readonly resolved?: ResolvedModel;
  readonly error?: string;
}

function startChild(options: object): ChildProcess {
  return fork(script, [JSON.stringify({ modelFile, ...options })]);
}

/** Returns the result after the child process has exited. */
async function resultOf(child: ChildProcess): Promise<Message> {
  let result: Message = {};
  child.on('message', (message: Message) => {
    if (message.completed === undefined) result = message;
  });
  await once(child, 'exit');
  return result;
}

/** Kills the child process once it has received this many bytes, like a power failure. */
async function killAt(child: ChildProcess, bytes: number): Promise<void> {
  const ended = once(child, 'exit');
  child.on('message', ({ completed = 0 }: Message) => {
    // Progress is reported in steps of 0.5 %.
    if (completed > bytes - weights.byteLength / 199) child.kill('SIGKILL');
  });
  await ended;
}

/** Yields numbers from 0 to 1 that are the same in each run (the generator of Numerical Recipes). */
function* chances(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

async function expectWhole(path: string): Promise<void> {
  expect(Buffer.compare(await readFile(path), weights)).toBe(0);
}

async function leftovers(cache: TemporaryFolder): Promise<string[]> {
  return (await cache.list()).filter((path) => /\.lock|\.incomplete$|\.tmp$/.test(path));
}

describe('eight processes', () => {
  it('processes that load the same model concurrently download each file once', { timeout: 60_000 }, async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const children = Array.from({ length: 8 }, () => startChild({ cacheDir: cache.path, endpoint: hub.url }));
    const results = await Promise.all(children.map(resultOf));
    for (const { resolved } of results) await expectWhole(resolved!.modelFile);
    const fetched = hub.requests.filter(({ host, url }) => host === 'storage' || url.includes('tokenizer.json'));
    expect(fetched).toHaveLength(2);
    expect(await leftovers(cache)).toEqual([]);
  });
});

describe('eight processes with graph and data in different folders', () => {
  it('share the second names of the files', { timeout: 60_000 }, async () => {
    await using cache = await temporaryFolder();
    await writePythonCache(cache.path, 'shared');
    const options = { cacheDir: cache.path, externalData: true, offline: true };
    const children = Array.from({ length: 8 }, () => startChild(options));
    const results = await Promise.all(children.map(resultOf));
    const paths = new Set(results.map(({ resolved }) => resolved?.modelFile));
    expect(paths.size).toBe(1);
    const names = (await cache.list()).filter((path) => path.includes('/.side-by-side/'));
    expect(names.map((path) => path.replace(/^.*\/onnx\//, ''))).toEqual(['model.onnx', 'model.onnx_data']);
  });
});

describe('eight calls in one process', () => {
  it('eight calls for the same model download each file once, and an aborted call does not block the others', async () => {
    const hangs: Fault[] = [{ kind: 'hang', afterBytes: 500_000 }];
    const fault = ({ url }: HubRequest): Fault | undefined => (url.includes('?signature') ? hangs.shift() : undefined);
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const controller = new AbortController();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    const first = resolveModel('org/tiny', { ...options, signal: controller.signal });
    await expect.poll(() => hangs).toEqual([]);
    const others = Promise.all(Array.from({ length: 7 }, () => resolveModel('org/tiny', options)));
    await expect.poll(() => hub.requests.filter(({ url }) => url.includes('/paths-info/'))).toHaveLength(8);
    controller.abort('gone');
    await expect(first).rejects.toBe('gone');
    for (const { modelFile: path } of await others) await expectWhole(path);
    expect(hub.requests.filter(({ host }) => host === 'storage')).toHaveLength(2);
    expect(await leftovers(cache)).toEqual([]);
  });
});

describe('a process that is killed while it downloads', () => {
  it(
    'a process that is killed at any of 20 moments leaves nothing that looks complete, and the next process continues',
    { timeout: 120_000 },
    async () => {
      let stopAt = 0;
      const fault = (request: { url: string; range: string | undefined }): Fault | undefined => {
        const start = Number(/\d+/.exec(request.range ?? '0')?.[0]);
        // The server stops sending at the byte at which the child is killed, so that the child receives no more.
        return request.url.includes('?signature')
          ? { kind: 'hang', afterBytes: Math.max(0, stopAt - start) }
          : undefined;
      };
      await using hub = await startHubServer({ repositories, fault });
      await using cache = await temporaryFolder();
      const options = { cacheDir: cache.path, endpoint: hub.url };
      const random = chances(20);
      const moments = Array.from({ length: 20 }, () => Math.floor(random.next().value * weights.byteLength)).toSorted(
        (a, b) => a - b,
      );
      for (const moment of moments) {
        stopAt = moment;
        await killAt(startChild(options), moment);
        const paths = await cache.list();
        expect(paths.filter((path) => path.includes('/refs/') || path.endsWith(weightsOid))).toEqual([]);
        const offline = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, offline: true });
        await expect(offline).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
      }
      stopAt = weights.byteLength;
      const { resolved, error } = await resultOf(startChild(options));
      expect(error).toBeUndefined();
      await expectWhole(resolved!.modelFile);
      expect(await leftovers(cache)).toEqual([]);
      const starts = hub.requests.flatMap(({ range }) => (range === undefined ? [] : [Number(/\d+/.exec(range)?.[0])]));
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(starts.at(-1)).toBeGreaterThan(weights.byteLength / 2);
    },
  );
});
