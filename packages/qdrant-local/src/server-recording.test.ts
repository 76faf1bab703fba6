import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '@x/qdrant-types';
import { expect, test } from 'vitest';

import { callRest } from './__fixtures__/call-rest.ts';
import { type Exchange, readServerRecording } from './__fixtures__/server-recording.ts';
import { QdrantLocal } from './api/qdrant-local.ts';

const rounds = readServerRecording();

/** Returns how the response differs from the recorded one, if it does. For errors, the status and the message are compared. */
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

test('the recording contains all exchanges', () => {
  expect(rounds).toHaveLength(79);
  expect(rounds.flat()).toHaveLength(4751);
});

/** Returns the differences by the number of their exchange. */
async function replayAll(database: QdrantLocal, exchanges: readonly Exchange[]): Promise<Record<number, string>> {
  const differing: Record<number, string> = {};
  for (const exchange of exchanges) {
    const difference = await replay(database, exchange);
    if (difference !== undefined) differing[exchange.number] = difference;
  }
  return differing;
}

test('every response equals that of a Qdrant server', async () => {
  await using database = new QdrantLocal();
  expect(await replayAll(database, rounds.flat())).toEqual({});
});

test('every response equals that of a Qdrant server when multivectors are on disk', async () => {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  try {
    const hasMulti = ({ body }: Exchange): boolean => JSON.stringify(body).includes('multivector_config');
    const exchanges = rounds.filter((round) => round.some(hasMulti)).flat();
    expect(exchanges.filter(hasMulti)).toHaveLength(48);
    await using database = new QdrantLocal({ path, durability: 'relaxed' });
    expect(await replayAll(database, exchanges.map(onDisk))).toEqual({});
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}, 120_000);

function onDisk(exchange: Exchange): Exchange {
  const { vectors } = (exchange.body ?? {}) as { vectors?: { multi?: object } };
  if (vectors?.multi === undefined) return exchange;
  const multi = { ...vectors.multi, on_disk: true };
  return { ...exchange, body: { ...exchange.body, vectors: { ...vectors, multi } } };
}
