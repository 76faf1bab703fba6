import { differenceOf } from '@x/qdrant-types';
import { expect, test } from 'vitest';

import { callRest } from './__fixtures__/call-rest.ts';
import { type Exchange, readServerRecording } from './__fixtures__/server-recording.ts';
import { QdrantLocal } from './api/qdrant-local.ts';

const rounds = readServerRecording();

/** Where the answer differs from the recorded one; of refusals the status and the sentence are compared. */
async function replay(
  database: QdrantLocal,
  { method, path, body, status, answer }: Exchange,
): Promise<string | undefined> {
  const { status: foundStatus, body: found } = await callRest(
    database,
    `${method} ${path}`,
    body === null ? {} : { body },
  );
  if (foundStatus !== status) return `status ${foundStatus} instead of ${status}: ${JSON.stringify(found)}`;
  const { limit = 10, offset = 0 } = (body ?? {}) as { limit?: number; offset?: unknown };
  return differenceOf(found, answer, { limit, isCutInFront: typeof offset === 'number' && offset > 0 });
}

test('the whole recording is replayed', () => {
  expect(rounds).toHaveLength(79);
  expect(rounds.flat()).toHaveLength(4751);
});

test('every answer is that of a Qdrant server', async () => {
  await using database = new QdrantLocal();
  const differing: Record<number, string> = {};
  for (const exchange of rounds.flat()) {
    const difference = await replay(database, exchange);
    if (difference !== undefined) differing[exchange.number] = difference;
  }
  expect(differing).toEqual({});
}, 60_000);
