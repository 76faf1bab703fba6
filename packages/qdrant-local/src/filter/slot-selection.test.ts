import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type OracleIndexes, oraclePasses } from '../__fixtures__/filter-oracle.ts';
import { type Change, filterScenario } from '../__fixtures__/filter-scenario.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';
import { atOnce } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import type { Payload } from '../json/copy-json.ts';
import { readFilter } from '../requests/filter/read-filter.ts';
import type { Filter } from '../requests/types/filter-types.ts';
import type { PayloadIndexSchemas } from '../requests/types/index-settings.ts';
import { PointTable } from '../table/point-table.ts';
import { selectSlots } from './slot-selection.ts';

const context = { operation: 'scroll', collection: 'c' };

/** Returns the type of each index. */
function indexTypes(payloadIndexes: PayloadIndexSchemas): OracleIndexes {
  const types = Object.entries(payloadIndexes).map(([key, schema]) => [
    key,
    typeof schema === 'string' ? schema : schema.type,
  ]);
  return Object.fromEntries(types) as OracleIndexes;
}

async function found(table: PointTable, asked: Filter): Promise<number[]> {
  const { candidates, passes } = await selectSlots(table, atOnce(readFilter(asked, context)), new Turns());
  if (candidates !== undefined) expect([...candidates]).toEqual([...new Set(candidates)].toSorted((a, b) => a - b));
  const slots = candidates === undefined ? table.slotsById() : Array.from(candidates);
  const ids = slots.filter((slot) => passes?.(slot) ?? true).map((slot) => Number(table.id(slot)));
  return ids.toSorted((a, b) => a - b);
}

function apply(table: PointTable, points: Map<number, Payload>, { ids, payload }: Change): void {
  for (const id of ids) {
    if (payload === undefined) {
      points.delete(id);
      table.apply({ kind: 'delete', id });
    } else {
      points.set(id, payload);
      table.apply({ kind: 'put', record: { id, version: 0, vectors: new Map(), payload } });
    }
  }
}

function expectedIds(points: ReadonlyMap<number, Payload>, asked: Filter, indexes: OracleIndexes): number[] {
  const passing = [...points].filter(([id, payload]) => oraclePasses(asked, { id, payload }, indexes));
  return passing.map(([id]) => id).toSorted((a, b) => a - b);
}

test('after any writes, any filter with any indexes finds the same points as a plain evaluation', async () => {
  const property = fc.asyncProperty(
    filterScenario,
    fc.boolean(),
    async ({ changes, payloadIndexes, filters }, isIndexedLate) => {
      const table = new PointTable({ vectors: {}, ...(isIndexedLate ? {} : { payloadIndexes }) });
      const points = new Map<number, Payload>();
      const middle = changes.length >> 1;
      for (const [index, change] of changes.entries()) {
        apply(table, points, change);
        if (isIndexedLate && index === middle) {
          const config = { vectors: {}, payloadIndexes };
          table.reconfigure(config, await table.buildIndexes(config));
        }
        const special = isIndexedLate && index < middle ? {} : indexTypes(payloadIndexes);
        for (const asked of filters) expect(await found(table, asked)).toEqual(expectedIds(points, asked, special));
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test('any filter finds the same points in a reopened database on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-filter-'));
  try {
    const property = fc.asyncProperty(filterScenario, fc.uuid(), async ({ changes, payloadIndexes, filters }, name) => {
      const path = join(folder, name);
      const payloads = changes.map(({ payload }) => payload ?? {});
      {
        await using database = new QdrantLocal({ path });
        await database.createCollection('c', {});
        for (const [key, schema] of Object.entries(payloadIndexes)) {
          await database.createPayloadIndex('c', { field_name: key, field_schema: schema });
        }
        await database.upsert('c', { points: payloads.map((payload, id) => ({ id, vector: {}, payload })) });
      }
      await using database = new QdrantLocal({ path });
      for (const asked of filters) {
        const { points } = await database.scroll('c', { filter: asked, limit: 100, with_payload: false });
        const expected = expectedIds(new Map(payloads.entries()), asked, indexTypes(payloadIndexes));
        expect(points.map(({ id }) => id)).toEqual(expected);
      }
    });
    await fc.assert(property, { numRuns: 12 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('with an index, is_null also finds lists with null elements, as on a server', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {});
  await database.upsert('c', {
    points: [
      { id: 1, vector: {}, payload: { f: 10, k: [1, null], price: null } },
      { id: 2, vector: {}, payload: { price: 5 } },
    ],
  });
  const idsOf = async (key: string) => {
    const { points } = await database.scroll('c', { filter: { must: [{ is_null: { key } }] }, with_payload: false });
    return points.map(({ id }) => id);
  };
  expect([await idsOf('k'), await idsOf('price')]).toEqual([[], [1]]);
  await database.createPayloadIndex('c', { field_name: 'k', field_schema: 'integer' });
  await database.createPayloadIndex('c', { field_name: 'price', field_schema: 'integer' });
  expect([await idsOf('k'), await idsOf('price')]).toEqual([[1], [1]]);
});
