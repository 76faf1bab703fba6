// An error of the model that concerns every text ends a run, instead of failing each document.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { DisposedError, DownloadError, ModelUnavailableError, NativeLibraryError, RemoteModelError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { FakeEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { IndexReport } from './index-report.ts';

interface Note {
  readonly text: string;
}

const modelError = (facts: Partial<ConstructorParameters<typeof RemoteModelError>[0]>) =>
  new RemoteModelError({ message: 'no', model: 'm', url: 'https://host/v1', ...facts });
const tooMany = modelError({ status: 429, isRetryable: true, retryAfterMs: 30_000 });

/** Answers its calls with these errors in turn, then with vectors. Records the number of texts of each call. */
class FailingEmbedder extends FakeEmbedder {
  readonly calls: number[] = [];
  readonly #errors: (Error | undefined)[];

  constructor(errors: readonly (Error | undefined)[]) {
    super('failing', (text) => text.length);
    this.#errors = [...errors];
  }

  override async passageEmbed(texts: readonly string[]): Promise<Float32Array[]> {
    this.calls.push(texts.length);
    const error = this.#errors.shift();
    if (error !== undefined) throw error;
    return super.passageEmbed(texts);
  }
}

/** Indexes three documents, of which the second has two passages. */
function index(embedder: FakeEmbedder, store = new FakeStore<Note>()): Promise<IndexReport> {
  const documents = ['a', 'b c', 'd'].map((text, id) => ({ id, payload: { text } }));
  return createSearchPipeline<Note>({ store, embedder, chunker: wordChunker }).index(documents, { onFailure: 'skip' });
}

const lasting: readonly (readonly [string, Error])[] = [
  ['status 429', tooMany],
  ['a time to wait', modelError({ status: 400, retryAfterMs: 1000 })],
  ['a lost connection', modelError({ isRetryable: true })],
  ['a refused key', modelError({ status: 401 })],
  ['a disposed model', new DisposedError({ resource: 'The model "m"' })],
  ['a failed download', new DownloadError({ url: 'https://hub/x', message: 'no' })],
  ['an unavailable model', new ModelUnavailableError({ model: 'm', attempts: [], advice: '' })],
  ['a missing library', new NativeLibraryError({ packageName: 'p', problem: 'no-binary', platform: 'x', reason: '' })],
];

/** Returns what `fetch` throws for a server that handles its requests like this, or for a server that is gone. */
async function fetchFailure(handler: RequestListener | 'gone', signal?: AbortSignal): Promise<Error> {
  const server = createServer(handler === 'gone' ? undefined : handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  if (handler === 'gone') await promisify(server.close.bind(server))();
  try {
    await fetch(`http://127.0.0.1:${port}`, { signal: signal ?? null });
  } catch (error) {
    return error as Error;
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return expect.fail('the server responds');
}

const closing: RequestListener = ({ socket }) => void socket.destroy();
const silent: RequestListener = () => {};
const withFields = (fields: object): Error => Object.assign(new Error('no'), fields);

describe('a run that leaves out documents', () => {
  it.each(lasting)('ends after one call of the model, for %s', async (_, error) => {
    const embedder = new FailingEmbedder([error]);
    const store = new FakeStore<Note>();
    await expect(index(embedder, store)).rejects.toMatchObject({ stage: 'embed', cause: error });
    expect(embedder.calls).toEqual([4]);
    expect(store.points.size).toBe(0);
  });

  it.each<[string, () => Error | Promise<Error>]>([
    ['a refused connection', () => fetchFailure('gone')],
    ['a closed connection', () => fetchFailure(closing)],
    ['a timeout', () => fetchFailure(silent, AbortSignal.timeout(1))],
    ['an error that wraps a lost connection', async () => new Error('no', { cause: await fetchFailure(closing) })],
    ['an unknown host', () => withFields({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['the status of a client library', () => withFields({ status: 429 })],
    ['the status code of a client library', () => withFields({ statusCode: 503 })],
  ])('ends after one call of an embedder of one’s own, for %s', async (_, errorOf) => {
    const error = await errorOf();
    const embedder = new FailingEmbedder([error]);
    await expect(index(embedder)).rejects.toMatchObject({ stage: 'embed', cause: error });
    expect(embedder.calls).toEqual([4]);
  });

  it.each([
    ['a fault of its code', new TypeError('x is undefined')],
    ['a missing file', withFields({ code: 'ENOENT', syscall: 'open' })],
    ['the status 415', withFields({ status: 415 })],
    ['the status 500', withFields({ statusCode: 500 })],
    ['a status that refuses the content', withFields({ status: 422, cause: withFields({ code: 'ECONNRESET' }) })],
    ['a cause that is its own cause', ((error) => Object.assign(error, { cause: error }))(new Error('no'))],
  ])('goes on after an error of an embedder of one’s own, for %s', async (_, error) => {
    const embedder = new FailingEmbedder([error, undefined, error]);
    expect(await index(embedder)).toMatchObject({ indexed: 2, failures: [{ id: 1, stage: 'embed' }] });
  });

  it('ends at such an error while documents are tried one by one', async () => {
    const embedder = new FailingEmbedder([modelError({ status: 400 }), undefined, tooMany]);
    await expect(index(embedder)).rejects.toMatchObject({ stage: 'embed', cause: tooMany });
    expect(embedder.calls).toEqual([4, 1, 2]);
  });

  it.each([400, 413, 422, undefined])('goes on after status %s, which one text can cause', async (status) => {
    const embedder = new FailingEmbedder([modelError({ status }), undefined, modelError({ status })]);
    expect(await index(embedder)).toMatchObject({ indexed: 2, failures: [{ id: 1, stage: 'embed' }] });
    expect(embedder.calls).toEqual([4, 1, 2, 1]);
  });
});
