import { expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { countTurns } from '../__fixtures__/slow-clock.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import { serve } from './serve.ts';

const pointCount = 20_000;
const points = Array.from({ length: pointCount }, (_, id) => ({
  id,
  vector: {},
  payload: { text: `point ${id} 😀`, n: 1.5 },
}));

async function openDatabase(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', { vectors: {} });
  return database;
}

test('reading a long body yields to the event loop', async () => {
  await using database = await openDatabase();
  const body = Buffer.from(JSON.stringify({ points }));
  const turns = await countTurns(async () => {
    // The unknown field makes the request fail, so that only reading takes turns.
    const answer = await callRest(database, 'POST /collections/c/points/count', { body });
    expect(answer.status).toBe(400);
  });
  expect(turns).toBeGreaterThan(50);
});

test('a long response arrives complete at a slow client', async () => {
  await using database = await openDatabase();
  await database.upsert('c', { points });
  await using server = await serve({ database, port: 0 });
  const response = await fetch(`${server.url}/collections/c/points/scroll`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ limit: pointCount }),
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true });
  expect(Buffer.byteLength(text)).toBe(Number(response.headers.get('content-length')));
  const { result } = JSON.parse(text) as { result: { points: unknown[] } };
  expect(result.points).toEqual(points.map(({ id, payload }) => ({ id, payload })));
});

test('the server keeps serving others after a client disconnects during a long response', async () => {
  await using database = await openDatabase();
  await database.upsert('c', { points });
  await using server = await serve({ database, port: 0 });
  const scroll = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${server.url}/collections/c/points/scroll`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ limit: pointCount }),
      ...(signal === undefined ? {} : { signal }),
    });
  const controller = new AbortController();
  const response = await scroll(controller.signal);
  controller.abort();
  await expect(response.text()).rejects.toThrow();
  expect(((await (await scroll()).json()) as { status: string }).status).toBe('ok');
});
