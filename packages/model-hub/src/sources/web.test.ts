import { createHash } from 'node:crypto';

import { DownloadError, ModelFileError, type ProgressEvent } from '@x/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fetchModel } from './web.ts';

const folder = 'https://models.example/one/';
const contents: Readonly<Record<string, string>> = {
  'model.onnx': 'weights'.repeat(20),
  'model_int8.onnx': 'smaller weights',
  'tokenizer.json': '{}',
};
const files = Object.entries(contents).map(([path, text]) => {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { path, size: text.length, sha256 };
});

/** The responses of the server, and the requested paths. */
let served: Map<string, () => Response>;
let asked: string[];
/** The browser's cache. */
let kept: Map<string, Response>;

beforeEach(() => {
  asked = [];
  kept = new Map();
  served = new Map(
    Object.entries(contents).map(([path, text]): [string, () => Response] => [folder + path, () => new Response(text)]),
  );
  served.set(`${folder}manifest.json`, () => new Response(JSON.stringify({ model: 'acme/one', files })));
  vi.stubGlobal('fetch', async (address: string, { signal }: { signal?: AbortSignal } = {}) => {
    signal?.throwIfAborted();
    asked.push(address.slice(folder.length));
    return served.get(address)?.() ?? new Response(null, { status: 404 });
  });
  const cache = {
    match: async (address: string) => kept.get(address)?.clone(),
    put: async (address: string, response: Response) => void kept.set(address, response),
    delete: async (address: string) => kept.delete(address),
  };
  vi.stubGlobal('caches', { open: async () => cache });
});
afterEach(() => vi.unstubAllGlobals());

interface Options {
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
}

function fetchOne({ signal, onProgress }: Options = {}) {
  return fetchModel('acme/one', folder, { graph: 'model.onnx', signal, onProgress });
}

/** Returns a response whose body sends the parts and then calls `end`. */
function streamed(parts: readonly string[], end: (controller: ReadableStreamDefaultController) => void): Response {
  const waiting = [...parts];
  const body = new ReadableStream({
    pull(controller) {
      const part = waiting.shift();
      if (part === undefined) end(controller);
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
  return new Response(body);
}

test('fetches a model once, without the weights of other formats, and its manifest each time', async () => {
  expect(await fetchOne()).toMatchObject({ modelFile: `${folder}model.onnx`, source: 'path' });
  expect(asked.toSorted()).toEqual(['manifest.json', 'model.onnx', 'tokenizer.json']);
  await fetchOne();
  expect(asked.slice(3)).toEqual(['manifest.json']);
});

test('fetches a cached file again when its bytes differ', async () => {
  kept.set(`${folder}model.onnx`, new Response('spoilt'));
  await fetchOne();
  expect(await kept.get(`${folder}model.onnx`)!.text()).toBe(contents['model.onnx']);
});

test('counts the bytes of all files in the progress, including cached files', async () => {
  const events: ProgressEvent[] = [];
  await fetchOne({ onProgress: (event) => events.push(event) });
  const total = contents['model.onnx']!.length + contents['tokenizer.json']!.length;
  expect(events.at(-1)).toEqual({ phase: 'download', subject: 'acme/one', completed: total, total, unit: 'bytes' });
  events.length = 0;
  await fetchOne({ onProgress: (event) => events.push(event) });
  expect(events.at(-1)).toMatchObject({ completed: total });
});

test.each([
  ['is truncated', 'weights', 'truncated'],
  ['has a changed byte', 'Weights'.repeat(20), 'invalid'],
  ['is longer than listed', 'weights'.repeat(21), 'invalid'],
])('refuses a file that %s, and does not cache it', async (_, text, problem) => {
  served.set(`${folder}model.onnx`, () => new Response(text));
  const attempt = fetchOne();
  await expect(attempt).rejects.toBeInstanceOf(ModelFileError);
  await expect(attempt).rejects.toMatchObject({ path: `${folder}model.onnx`, problem });
  expect(kept.has(`${folder}model.onnx`)).toBe(false);
  const fact = text.length === contents['model.onnx']!.length ? 'its SHA-256 is not' : 'bytes are not the 140';
  await expect(attempt).rejects.toThrow(fact);
});

test.each(['manifest.json', 'model.onnx'])('rejects with the URL when the server has no %s', async (path) => {
  served.delete(folder + path);
  await expect(fetchOne()).rejects.toMatchObject({ path: folder + path, problem: 'missing' });
});

test('treats a web page in place of a file as a missing file', async () => {
  const page = (): Response =>
    new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  served.set(`${folder}tokenizer.json`, page);
  await expect(fetchOne()).rejects.toMatchObject({ path: `${folder}tokenizer.json`, problem: 'missing' });
});

test('rejects with the status when the server refuses a file', async () => {
  served.set(`${folder}tokenizer.json`, () => new Response(null, { status: 403 }));
  await expect(fetchOne()).rejects.toMatchObject({ code: 'DOWNLOAD', status: 403 });
});

test('rejects with a typed error and its cause when the server cannot be reached or the connection breaks', async () => {
  const cause = new TypeError('network error');
  served.set(`${folder}model.onnx`, () => streamed(['wei'], (controller) => controller.error(cause)));
  await expect(fetchOne()).rejects.toMatchObject({ code: 'DOWNLOAD', url: `${folder}model.onnx`, cause });
  vi.stubGlobal('fetch', () => Promise.reject(cause));
  const attempt = fetchOne();
  await expect(attempt).rejects.toBeInstanceOf(DownloadError);
  await expect(attempt).rejects.toMatchObject({ url: `${folder}manifest.json`, cause });
});

test('rejects with the reason of an aborted signal, and caches nothing of the download', async () => {
  const abort = new AbortController();
  const reason = new Error('left the page');
  served.set(`${folder}model.onnx`, () =>
    streamed(['wei'], (controller) => {
      abort.abort(reason);
      controller.error(reason);
    }),
  );
  await expect(fetchOne({ signal: abort.signal })).rejects.toBe(reason);
  expect(kept.has(`${folder}model.onnx`)).toBe(false);
});

test('refuses a manifest of another model, and states the model and files that it describes', async () => {
  const attempt = fetchModel('acme/two', folder, { graph: 'model.onnx', signal: undefined, onProgress: undefined });
  await expect(attempt).rejects.toThrow(/it describes acme\/one with model\.onnx/);
});
