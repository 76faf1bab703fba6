import { getEventListeners } from 'node:events';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgressEvent } from '@x/core';
import { type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import pythonCache from '../__fixtures__/python-cache.json' with { type: 'json' };
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };
const commit = 'c'.repeat(40);
const snapshot = `models--org--tiny/snapshots/${commit}`;
const paths = (requests: readonly HubRequest[]): string[] => requests.map(({ url }) => url.replace(/\?.*$/, ''));

describe('a model from the hub', () => {
  it('is downloaded completely and unchanged', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, additionalFiles: ['onnx/model.onnx_data'], cacheDir: cache.path, endpoint: hub.url };
    const resolved = await resolveModel('org/tiny', options);
    const directory = join(cache.path, snapshot);
    expect(resolved).toEqual({
      model: 'org/tiny',
      source: 'hub',
      directory,
      modelFile: join(directory, 'onnx', 'model.onnx'),
      revision: commit,
    });
    for (const path of [modelFile, 'onnx/model.onnx_data', 'tokenizer.json', 'tokenizer_config.json', 'config.json']) {
      expect(Buffer.compare(await readFile(join(directory, path)), tinyRepository[path]!)).toBe(0);
    }
  });

  it('has the same layout in the cache as with Python’s huggingface_hub', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    // Locks and the tag for backup programs belong to Python. No code that finds a model reads them.
    const expected = Object.entries(pythonCache.files).filter(([path]) => !/^\.locks\/|^CACHEDIR\.TAG$/.test(path));
    // Only this package writes the records of checks.
    const written = (await cache.list()).filter((path) => !path.includes('/.checked/'));
    expect(written).toEqual(expected.map(([path]) => path));
    for (const [path, entry] of expected) {
      const place = join(cache.path, path);
      if ('link' in entry) expect((await readlink(place)).replaceAll('\\', '/')).toBe(entry.link);
      if ('text' in entry) expect(await readFile(place, 'utf8')).toBe(entry.text);
      if ('size' in entry) expect(await readFile(place)).toHaveLength(entry.size);
    }
  });

  it('downloads only the files that it needs, the weights last', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    const fetched = paths(hub.requests).filter((path) => path.includes('/resolve/'));
    const wanted = ['config.json', 'tokenizer_config.json', 'tokenizer.json', modelFile];
    expect(fetched).toEqual(wanted.map((path) => `/org/tiny/resolve/${commit}/${path}`));
  });

  it('comes from the cache the second time, without a request', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    const first = await resolveModel('org/tiny', options);
    const requestCount = hub.requests.length;
    const second = await resolveModel('org/tiny', options);
    expect(second).toEqual({ ...first, source: 'cache' });
    expect(hub.requests).toHaveLength(requestCount);
  });

  it('is requested again when the source is the hub, but existing files are not downloaded again', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, source: 'hub' as const };
    await resolveModel('org/tiny', options);
    const requestCount = hub.requests.length;
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    expect(paths(hub.requests.slice(requestCount)).filter((path) => path.includes('/resolve/'))).toEqual([]);
  });

  it('reports the total of all files before the first byte', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const events: ProgressEvent[] = [];
    const onProgress = (event: ProgressEvent): void => void events.push(event);
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, onProgress });
    const total = [modelFile, 'tokenizer.json', 'tokenizer_config.json', 'config.json']
      .map((path) => tinyRepository[path]!.byteLength)
      .reduce((sum, size) => sum + size, 0);
    expect(events[0]).toEqual({ phase: 'download', subject: 'org/tiny', completed: 0, total, unit: 'bytes' });
    expect(events.at(-1)).toMatchObject({ completed: total, total });
    expect(events.some(({ file }) => file === modelFile)).toBe(true);
    expect(new Set(events.map((event) => event.total))).toEqual(new Set([total]));
  });

  it('can be pinned to a commit, for which no ref is written', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, revision: commit });
    expect((await cache.list()).filter((path) => path.includes('/refs/'))).toEqual([]);
  });

  it('is fetched from a mirror below a path', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const mirror = 'http://mirror.example/hf';
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      const address = input instanceof Request ? input.url : input.toString();
      asked.push(address);
      return globalThis.fetch(address.replace(mirror, hub.url), init);
    };
    const options = { modelFile, cacheDir: cache.path, endpoint: `${mirror}/`, fetch };
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    expect(asked.filter((address) => !address.startsWith(`${mirror}/`))).toEqual([
      expect.stringContaining(hub.storageUrl),
    ]);
  });

  it('is read from a private repository with the token, which is never sent to the storage host', async () => {
    await using hub = await startHubServer({ repositories, token: 'hf_secret' });
    await using cache = await temporaryFolder();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, token: 'hf_secret' });
    const seenBy = (host: string): unknown[] =>
      hub.requests.filter((request) => request.host === host).map((request) => request.authorization);
    expect(new Set(seenBy('hub'))).toEqual(new Set(['Bearer hf_secret']));
    expect(new Set(seenBy('storage'))).toEqual(new Set([undefined]));
  });

  it('leaves no listener on the signal', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { signal } = new AbortController();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
