// Calls that a server accepts without waiting for their end: it answers 202 without a result.
import { describe, expect, it } from 'vitest';
import { failure, json, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient } from '../index.ts';

const accepted = json(202, { time: 0.000_1, status: 'accepted' });
const wait = false;
const location = 'http://elsewhere/s';

const calls: Readonly<Record<string, readonly [call: (client: QdrantClient) => Promise<unknown>, result: unknown]>> = {
  createSnapshot: [(client) => client.createSnapshot('c', { wait }), null],
  deleteSnapshot: [(client) => client.deleteSnapshot('c', 's', { wait }), true],
  recoverSnapshot: [(client) => client.recoverSnapshot('c', { location, wait }), true],
  createFullSnapshot: [(client) => client.createFullSnapshot({ wait }), null],
  deleteFullSnapshot: [(client) => client.deleteFullSnapshot('s', { wait }), true],
  createShardSnapshot: [(client) => client.createShardSnapshot('c', 0, { wait }), null],
  deleteShardSnapshot: [(client) => client.deleteShardSnapshot('c', 0, 's', { wait }), true],
  recoverShardFromSnapshot: [(client) => client.recoverShardFromSnapshot('c', 0, { location, wait }), true],
};

describe('a snapshot call that does not wait', () => {
  it.each(Object.entries(calls))('%s resolves when the server accepts it', async (_, [call, result]) => {
    await using server = await startScriptedServer(accepted);
    await using client = new QdrantClient(server.url);
    expect(await call(client)).toBe(result);
    expect(server.requests.map(({ path }) => new URL(path, server.url).search)).toEqual(['?wait=false']);
  });

  it.each(Object.entries(calls))('%s rejects when the server refuses it', async (_, [call]) => {
    await using server = await startScriptedServer(failure(403, 'Forbidden: no snapshots'));
    await using client = new QdrantClient(server.url);
    await expect(call(client)).rejects.toMatchObject({ status: 403, message: 'Forbidden: no snapshots' });
  });
});

it('a call that has a result rejects an answer without one, whatever its status', async () => {
  await using server = await startScriptedServer(accepted);
  await using client = new QdrantClient(server.url);
  await expect(client.listSnapshots('c')).rejects.toMatchObject({ status: 202, isRetryable: false });
});
