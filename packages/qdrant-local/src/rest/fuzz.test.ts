import { expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { exampleDatabase } from '../__fixtures__/example-database.ts';
import { exampleRequests } from '../__fixtures__/example-requests.ts';
import { mutateRequest, seededRandom } from '../__fixtures__/mutate-request.ts';
import type { QdrantLocal } from '../api/qdrant-local.ts';
import { routes } from './route-table.ts';

/** Returns everything that can be read from a database. */
async function stateOf(database: QdrantLocal): Promise<string> {
  const { collections } = await database.getCollections();
  const contents = collections.map(async ({ name }) => [
    await database.getCollection(name),
    await database.scroll(name, { limit: 100, with_vector: true }),
  ]);
  const state = [collections, await database.getAliases(), await Promise.all(contents)];
  return JSON.stringify(state, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

test('every operation with a body has an example', () => {
  const covered = exampleRequests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  for (const { method, path, hasBody } of routes) {
    const pattern = new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (hasBody)
      expect(
        covered.some((request) => pattern.test(request)),
        `${method} ${path}`,
      ).toBe(true);
  }
});

test(
  '10,000 mutated requests never cause status 500, and rejected ones change nothing',
  { timeout: 60_000 },
  async () => {
    const random = seededRandom(20_241_123);
    const statuses = new Map<number, number>();
    let database = await exampleDatabase();
    const before = await stateOf(database);
    for (let run = 0; run < 10_000; run++) {
      const example = exampleRequests[Math.floor(random() * exampleRequests.length)]!;
      const { request, body } = mutateRequest(example, exampleRequests, random);
      const { status, error } = await callRest(database, request, { body });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
      const shown = `run ${run}: ${request} ${text} gave ${status}`;
      expect(error, shown).toBeUndefined();
      expect([200, 400, 404, 409, 422, 501], shown).toContain(status);
      const isUnchanged = (await stateOf(database)) === before;
      if (status !== 200) expect(isUnchanged, `${shown} and changed the database`).toBe(true);
      if (isUnchanged) continue;
      await database.close();
      database = await exampleDatabase();
    }
    await database.close();
    // If few mutations were accepted, or most were rejected for the same reason, the test would prove little.
    for (const status of [200, 400, 422]) expect(statuses.get(status), `${status}`).toBeGreaterThan(400);
  },
);
