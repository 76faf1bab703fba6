// Bulk mode sets `indexing_threshold` to 0 and always restores the former value.
import { serve } from '@x/qdrant-local/server';
import { describe, expect, it } from 'vitest';
import { type Answer, failure, json, startScriptedServer } from './__tests__/scripted-server.ts';
import { type PointStruct, QdrantClient, UploadError } from './index.ts';

const points: PointStruct[] = Array.from({ length: 5 }, (_, id) => ({ id, vector: [id, 1] }));
const vectors = { size: 2, distance: 'Dot' } as const;

/** Decides the response to a request instead of the server. */
type Meddle = (request: {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}) => Answer | undefined;

/** Starts a server with a collection. It records the changes of the threshold and the batches in order. */
async function setup(optimizers_config: { indexing_threshold?: number } = { indexing_threshold: 7000 }) {
  const engine = await serve({ port: 0 });
  const events: (number | 'batch')[] = [];
  let meddle: Meddle = () => undefined;
  const server = await startScriptedServer((response, request) => {
    const { method, path, body } = request;
    if (method === 'PATCH') events.push((JSON.parse(body) as Patch).optimizers_config.indexing_threshold);
    if (method === 'PUT' && path.includes('/points')) events.push('batch');
    const other = meddle(request);
    if (other !== undefined) return other(response, request);
    void passOn(engine.url + path, method, body).then((answer) => answer(response, request));
  });
  const open = ({ maxRetries = 1 } = {}) =>
    new QdrantClient({ url: server.url, retry: { sleep: async () => {}, random: () => 0.5, maxRetries } });
  const direct = new QdrantClient(engine.url);
  await direct.createCollection('c', { vectors, optimizers_config });
  const threshold = async () => (await direct.getCollection('c')).config.optimizer_config.indexing_threshold;
  return {
    client: open(),
    open,
    direct,
    events,
    threshold,
    meddleBy: (given: Meddle) => void (meddle = given),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await engine.close();
    },
  };
}
interface Patch {
  readonly optimizers_config: { readonly indexing_threshold: number };
}

async function passOn(url: string, method: string, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body !== '' && { body }) });
  return json(answer.status, await answer.json());
}

const down = failure(503, 'Not now');

describe('an upload in bulk mode', () => {
  it.each([
    ['an array', points],
    ['a stream', new Set(points)],
  ])('uploading %s sets the threshold to 0 before the first batch and restores it after the last', async (_, given) => {
    await using remote = await setup();
    await remote.client.uploadPoints('c', given, { bulkMode: true, batchSize: 3 });
    expect(remote.events).toEqual([0, 'batch', 'batch', 7000]);
    await remote.client.uploadCollection('c', { vectors: [[1, 2]] }, { bulkMode: true });
    expect(await remote.threshold()).toBe(7000);
  });

  it("sets the server's default when the collection had no threshold", async () => {
    await using remote = await setup({});
    await remote.client.uploadPoints('c', points, { bulkMode: true });
    expect([remote.events, await remote.threshold()]).toEqual([[0, 'batch', 10_000], 10_000]);
  });

  it('leaves a threshold of 0 unchanged', async () => {
    await using remote = await setup({ indexing_threshold: 0 });
    await remote.client.uploadPoints('c', points, { bulkMode: true });
    expect(remote.events).toEqual(['batch']);
  });

  it('keeps a threshold that is set in the meantime', async () => {
    await using remote = await setup();
    async function* source(): AsyncGenerator<PointStruct> {
      yield points[0]!;
      await remote.direct.updateCollection('c', { optimizers_config: { indexing_threshold: 500 } });
    }
    await remote.client.uploadPoints('c', source(), { bulkMode: true });
    expect(await remote.threshold()).toBe(500);
  });

  it('restores the threshold when a batch fails, and rejects with that failure', async () => {
    await using remote = await setup();
    remote.meddleBy(({ method, body }) =>
      method === 'PUT' && body.includes('"id":3') ? failure(400, 'Bad') : undefined,
    );
    const stopped = remote.client.uploadPoints('c', points, { bulkMode: true, batchSize: 2 });
    await expect(stopped).rejects.toSatisfy((error) => UploadError.isInstance(error) && error.resumeAt === 2);
    expect(await remote.threshold()).toBe(7000);
  });

  it('restores the threshold when the source throws, and when the signal is aborted', async () => {
    await using remote = await setup();
    const controller = new AbortController();
    async function* failing(): AsyncGenerator<PointStruct> {
      yield points[0]!;
      throw new Error('the file is gone');
    }
    async function* aborting(): AsyncGenerator<PointStruct> {
      yield points[0]!;
      controller.abort('enough');
      yield points[1]!;
    }
    const options = { bulkMode: true, batchSize: 1 };
    await expect(remote.client.uploadPoints('c', failing(), options)).rejects.toThrow('the file is gone');
    expect(await remote.threshold()).toBe(7000);
    const aborted = remote.client.uploadPoints('c', aborting(), { ...options, signal: controller.signal });
    await expect(aborted).rejects.toBe('enough');
    expect(await remote.threshold()).toBe(7000);
  });

  it('restores the threshold when the response to the first change is lost', async () => {
    await using remote = await setup();
    let isLost = false;
    remote.meddleBy(({ method, path, body }) => {
      if (method !== 'PATCH' || isLost) return undefined;
      isLost = true;
      return (response) => void remote.direct.updateCollection(path.split('/')[2]!, JSON.parse(body) as Patch).then(() => response.destroy()); // prettier-ignore
    });
    const once = remote.open({ maxRetries: 0 });
    await expect(once.uploadPoints('c', points, { bulkMode: true })).rejects.toMatchObject({ isRetryable: true });
    expect(await remote.threshold()).toBe(7000);
  });

  it('changes nothing for invalid points, or when the collection does not exist', async () => {
    await using remote = await setup();
    const bad = [...points, { id: 9, vector: [1, Number.NaN] }];
    await expect(remote.client.uploadPoints('c', bad, { bulkMode: true })).rejects.toThrow(/^points\[5\]/);
    await expect(remote.client.uploadPoints('d', points, { bulkMode: true })).rejects.toMatchObject({ status: 404 });
    expect(remote.events).toEqual([]);
  });

  it('rejects with advice when the threshold cannot be restored, and the next upload restores it', async () => {
    await using remote = await setup();
    remote.meddleBy(({ method, body }) => (method === 'PATCH' && body.includes('7000') ? down : undefined));
    await expect(remote.client.uploadPoints('c', points, { bulkMode: true })).rejects.toMatchObject({
      operation: 'bulkMode',
      isRetryable: true,
      message:
        'The collection "c" stays in bulk mode, so it is not indexed (Not now). Call updateCollection(\'c\', { optimizers_config: { indexing_threshold: 7000 } }) when the server is back.',
    });
    expect(await remote.threshold()).toBe(0);
    remote.meddleBy(() => undefined);
    await remote.client.uploadPoints('c', points, { bulkMode: true });
    expect(await remote.threshold()).toBe(7000);
  });
});

describe('bulkMode', () => {
  it('holds a collection for several uploads, in bulk mode or not, until it is closed', async () => {
    await using remote = await setup();
    {
      await using bulk = await remote.client.bulkMode('c');
      await remote.client.uploadPoints('c', points, { bulkMode: true });
      await remote.client.uploadPoints('c', points);
      expect(await remote.threshold()).toBe(0);
      await bulk.close();
      await bulk.close();
    }
    expect(remote.events).toEqual([0, 'batch', 'batch', 7000]);
  });

  it('is shared by all holders of a client, and the last one restores the threshold', async () => {
    await using remote = await setup();
    const modes = await Promise.all(Array.from({ length: 5 }, () => remote.client.bulkMode('c')));
    for (const mode of modes.slice(1)) await mode.close();
    expect(await remote.threshold()).toBe(0);
    await modes[0]!.close();
    expect(remote.events).toEqual([0, 7000]);
    await using again = await remote.client.bulkMode('c');
    expect(again).toBeDefined();
    expect(remote.events).toEqual([0, 7000, 0]);
  });

  it.each([
    ['the first', 0],
    ['the second', 1],
  ])('of two clients never restores the 0 of the other when %s ends first', async (_, first) => {
    await using remote = await setup();
    await using other = remote.open();
    const modes = [await remote.client.bulkMode('c'), await other.bulkMode('c')];
    await modes[first]!.close();
    await modes[1 - first]!.close();
    expect(await remote.threshold()).toBe(7000);
  });

  it('of many clients at the same time restores the former threshold', async () => {
    await using remote = await setup();
    const clients = Array.from({ length: 8 }, () => remote.open());
    await Promise.all(
      clients.map((client, index) => client.uploadPoints('c', points, { bulkMode: true, batchSize: 1 + (index % 3) })),
    );
    expect(await remote.threshold()).toBe(7000);
  });

  it('ends when its client is closed, even during an upload', async () => {
    await using remote = await setup();
    await remote.client.bulkMode('c');
    await remote.client.close();
    expect(await remote.threshold()).toBe(7000);
    const other = remote.open();
    async function* source(): AsyncGenerator<PointStruct> {
      yield points[0]!;
      await other.close();
      yield points[1]!;
    }
    await expect(other.uploadPoints('c', source(), { bulkMode: true, batchSize: 1 })).rejects.toThrow('was disposed');
    expect(await remote.threshold()).toBe(7000);
    await expect(other.bulkMode('c')).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  it('makes `close` reject when the threshold cannot be restored, but still closes the client', async () => {
    await using remote = await setup();
    await remote.client.bulkMode('c');
    remote.meddleBy(() => down);
    await expect(remote.client.close()).rejects.toMatchObject({ operation: 'bulkMode' });
    await expect(remote.client.count('c')).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  it('ends without an error when the collection was deleted in the meantime', async () => {
    await using remote = await setup();
    const mode = await remote.client.bulkMode('c');
    await remote.direct.deleteCollection('c');
    await expect(mode.close()).resolves.toBeUndefined();
  });

  it("rejects with the signal's reason, and does not affect others who wait for the same change", async () => {
    await using remote = await setup();
    const controller = new AbortController();
    const [aborted, other] = [remote.client.bulkMode('c', { signal: controller.signal }), remote.client.bulkMode('c')];
    controller.abort('enough');
    await expect(aborted).rejects.toBe('enough');
    await (await other).close();
    expect(await remote.threshold()).toBe(7000);
  });

  it('changes nothing in memory', async () => {
    await using client = new QdrantClient(':memory:');
    await client.createCollection('c', { vectors });
    await using bulk = await client.bulkMode('c');
    await client.uploadPoints('c', points, { bulkMode: true });
    await client.uploadPoints('c', new Set(points), { bulkMode: true });
    expect((await client.getCollection('c')).config.optimizer_config.indexing_threshold).toBeNull();
    await expect(bulk.close()).resolves.toBeUndefined();
  });
});
