import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import type { Clock } from '../http/clock.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };
const largeFile = '?signature=';
const ranges = (requests: readonly HubRequest[]): (string | undefined)[] =>
  requests.filter(({ host }) => host === 'storage').map(({ range }) => range);

/** Returns the faults one after the other for requests whose URL contains `part`, then none. */
function faultsAt(part: string, faults: readonly (Fault | undefined)[]): (request: HubRequest) => Fault | undefined {
  const left = [...faults];
  return ({ url }) => (url.includes(part) ? left.shift() : undefined);
}

async function expectWhole(modelPath: string): Promise<void> {
  expect(Buffer.compare(await readFile(modelPath), tinyRepository[modelFile]!)).toBe(0);
  const blobs = await readdir(join(modelPath, '../../../../blobs'));
  expect(blobs.filter((name) => name.includes('.'))).toEqual([]);
}

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});

describe('a hub that fails temporarily', () => {
  it.each<[string, string, Fault]>([
    ['is rate-limited (429)', '/api/models', status(429, { 'retry-after': '7' })],
    ['times out (408)', '/paths-info', status(408)],
    ['fails (500)', '/resolve/', status(500)],
    ['is overloaded (503)', largeFile, status(503)],
    ['cuts the connection before the first byte', largeFile, { kind: 'cut', afterBytes: 0 }],
    ['cuts the connection after a quarter', largeFile, { kind: 'cut', afterBytes: 75_000 }],
    ['cuts the connection after half', largeFile, { kind: 'cut', afterBytes: 150_000 }],
    ['cuts the connection after three quarters', largeFile, { kind: 'cut', afterBytes: 225_000 }],
    ['cuts the connection before the last byte', largeFile, { kind: 'cut', afterBytes: 299_999 }],
    ['cuts a small file', '/tokenizer.json', { kind: 'cut', afterBytes: 5 }],
  ])('is retried when it %s', async (_, part, fault) => {
    await using hub = await startHubServer({ repositories, fault: faultsAt(part, [fault, fault]) });
    await using cache = await temporaryFolder();
    const clock = instantClock();
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    await expectWhole(resolved.modelFile);
    expect(clock.sleeps.length).toBeGreaterThanOrEqual(1);
  });

  it('is retried after the requested wait', async () => {
    const fault = faultsAt('/api/models', [status(429, { 'retry-after': '7' })]);
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const clock = instantClock(() => 0);
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    expect(clock.sleeps).toEqual([7000]);
  });

  it.each<[string, Record<string, string>, number[]]>([
    ['with no requests left', { ratelimit: '"api";r=0;t=55', 'retry-after': '7' }, [56_000]],
    ['with requests left', { ratelimit: '"api";r=3;t=55', 'retry-after': '7' }, [7000]],
    ['that cannot be read', { ratelimit: 'soon' }, [0]],
  ])('is retried when the rate limit is reset, by a RateLimit header %s', async (_, headers, waits) => {
    await using hub = await startHubServer({ repositories, fault: faultsAt('/api/models', [status(429, headers)]) });
    await using cache = await temporaryFolder();
    const clock = instantClock(() => 0);
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    expect(clock.sleeps).toEqual(waits);
  });

  it('is not awaited beyond maxRetryWaitMs, and the error states the requested wait', async () => {
    const fault = (): Fault => status(429, { ratelimit: '"api";r=0;t=299' });
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    await expect(attempt).rejects.toThrow('too many requests from this address and asks to wait 300 s');
    expect(hub.requests).toHaveLength(1);
  });

  it('is requested at most maxAttempts times', async () => {
    await using hub = await startHubServer({ repositories, fault: () => status(503) });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock: instantClock(), maxAttempts: 3 };
    await expect(resolveModel('org/tiny', options)).rejects.toThrow('Tried 3 times');
    expect(hub.requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404])('is not retried after %i', async (code) => {
    await using hub = await startHubServer({ repositories, fault: () => status(code) });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock: instantClock() };
    await expect(resolveModel('org/tiny', options)).rejects.toMatchObject({ code: 'DOWNLOAD', status: code });
    expect(hub.requests).toHaveLength(1);
  });
});

describe('an interrupted download', { timeout: 60_000 }, () => {
  it('continues from any byte at which it stopped', async () => {
    const cut = fc.integer({ min: 1, max: 299_999 });
    await fc.assert(
      fc.asyncProperty(cut, cut, async (first, second) => {
        const faults: Fault[] = [first, second].map((afterBytes) => ({ kind: 'cut', afterBytes }));
        await using hub = await startHubServer({ repositories, fault: faultsAt(largeFile, faults) });
        await using cache = await temporaryFolder();
        const clock = instantClock();
        const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
        await expectWhole(resolved.modelFile);
        const starts = ranges(hub.requests).map((range) => Number(/\d+/.exec(range ?? '0')?.[0]));
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  it('is continued by the next run', async () => {
    const fault = faultsAt(largeFile, [{ kind: 'cut', afterBytes: 200_000 }]);
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, maxAttempts: 1 };
    await expect(resolveModel('org/tiny', options)).rejects.toMatchObject({ code: 'DOWNLOAD' });
    const [part] = (await cache.list()).filter((path) => path.endsWith('.incomplete'));
    const { length } = await readFile(join(cache.path, part!));
    const resolved = await resolveModel('org/tiny', options);
    await expectWhole(resolved.modelFile);
    expect(length).toBeGreaterThan(0);
    expect(ranges(hub.requests)).toEqual([undefined, `bytes=${length}-`]);
  });

  it('starts again when the server does not support ranges', async () => {
    const fault = faultsAt(largeFile, [{ kind: 'cut', afterBytes: 200_000 }, { kind: 'ignoreRange' }]);
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const seen: number[] = [];
    const resolved = await resolveModel('org/tiny', {
      modelFile,
      cacheDir: cache.path,
      endpoint: hub.url,
      clock: instantClock(),
      onProgress: ({ completed }) => seen.push(completed),
    });
    await expectWhole(resolved.modelFile);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it.each<[string, Fault]>([
    ['reports that the range does not exist', status(416)],
    ['sends another range', status(206, { 'content-range': 'bytes 5-9/300000' })],
  ])('starts again when the server %s', async (_, answer) => {
    const fault = faultsAt(largeFile, [{ kind: 'cut', afterBytes: 200_000 }, answer]);
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const clock = countingClock();
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    await expectWhole(resolved.modelFile);
    expect(ranges(hub.requests).at(-1)).toBeUndefined();
    expect(clock.running()).toBe(0);
  });

  it.each([
    ['damaged', Buffer.alloc(1000, 1)],
    ['too long', Buffer.alloc(300_001, 1)],
    ['as long as the file, but damaged', Buffer.alloc(300_000, 1)],
    ['complete', tinyRepository[modelFile]!],
  ])('succeeds with a left part that is %s', async (_, part) => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const oid = 'b1cf7538cf80d01efe3e0b8e45dc930048a138c7b6f8c4aff08f478e4695e631';
    const name = `${oid}.0b9ee5ab-93f1-4f3c-9a37-2b1c4f1f8b10.incomplete`;
    await cache.write({ [`models--org--tiny/blobs/${name}`]: part });
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    await expectWhole(resolved.modelFile);
  });

  it.each<[string, string, Fault]>([
    ['in the middle of a file', largeFile, { kind: 'hang', afterBytes: 100_000 }],
    ['before the first byte of a file', largeFile, { kind: 'hang', afterBytes: 0 }],
    ['in the middle of a small file', '/tokenizer.json', { kind: 'hang', afterBytes: 3 }],
  ])('is retried when it stalls %s', async (_, part, fault) => {
    await using hub = await startHubServer({ repositories, fault: faultsAt(part, [fault]) });
    await using cache = await temporaryFolder();
    const clock = impatientClock();
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    await expectWhole(resolved.modelFile);
    expect(clock.sleeps.length).toBeGreaterThanOrEqual(1);
  });

  it('rejects when it always stalls', async () => {
    const hang: Fault = { kind: 'hang', afterBytes: 50_000 };
    await using hub = await startHubServer({ repositories, fault: faultsAt(largeFile, [hang, hang, hang]) });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock: impatientClock(), maxAttempts: 2 };
    await expect(resolveModel('org/tiny', options)).rejects.toThrow(/The connection stalled after \d+ of 300000 bytes/);
  });
});

/** A clock that counts its running timers. */
function countingClock(): Clock & { running(): number } {
  const timers = new Set<object>();
  return {
    ...instantClock(),
    running: () => timers.size,
    startTimer() {
      const timer = {};
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
}

/** A clock whose timers fire after 20,000 turns of the event loop, so that data in transit can arrive first. */
function impatientClock(): Clock & { readonly sleeps: number[] } {
  return {
    ...instantClock(),
    startTimer(_, action) {
      let isRunning = true;
      const tick = (turns: number): void => {
        if (isRunning && turns === 0) action();
        else if (isRunning) setImmediate(tick, turns - 1);
      };
      tick(20_000);
      return () => void (isRunning = false);
    },
  };
}
