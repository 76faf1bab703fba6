import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { PointTable } from '../engine/point-table.ts';
import type { PayloadIndexSchema } from '../payload-indexes/index-settings.ts';
import type { PayloadIndexSchemas } from '../payload-indexes/payload-indexes.ts';
import type { Payload } from '../payloads/copy-json.ts';
import { oraclePasses, type OracleIndexes } from '../__fixtures__/filter-oracle.ts';
import type { Condition, Filter } from './filter-types.ts';
import { QdrantLocal } from '../qdrant-local.ts';
import { readFilter } from './read-filter.ts';
import { selectSlots } from './slot-selection.ts';

const context = { operation: 'scroll', collection: 'c' };
const uuids = ['550e8400-e29b-41d4-a716-446655440000', '00000000-0000-0000-0000-00000001000c'];

// For each key what its values mostly are, what is asked of them, and an index.
const strings = fc.constantFrom('a', 'b', 'ab', 'abc', '');
const integers = fc.integer({ min: -3, max: 3 });
const numbers = fc.oneof(integers, fc.constantFrom(0.5, -0, 1.5));
const moments = fc.constantFrom('2024-01-01', '2024-01-01T00:00:00Z', '2024-06-01T12:00:00+02:00', '1969-12-31 23:59');
const anyUuid = fc.constantFrom(...uuids, uuids[0]!.toUpperCase(), uuids[1]!.replaceAll('-', ''), 'none');
const position = fc.record({
  lon: fc.constantFrom(-180, -179.9, 0, 0.02, 0.06, 13.4, 179.9, 180, 200),
  lat: fc.constantFrom(-90, -89.9, 0, 0.02, 0.06, 52.5, 89.9, 90),
});
const onGlobe = position.filter(({ lon }) => lon <= 180);
const texts = fc
  .array(fc.constantFrom('red', 'Red', 'blue', 'car', '-', 'redcar'), { maxLength: 4 })
  .map((words) => words.join(' '));

const range = (bound: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .record({ gt: bound, gte: bound, lt: bound, lte: bound }, { requiredKeys: [] })
    .map((bounds) => ({ range: bounds }));
const match = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    value.map((one) => ({ match: { value: one } })),
    fc.array(value, { maxLength: 3 }).map((any) => ({ match: { any } })),
    fc.array(value, { maxLength: 3 }).map((except) => ({ match: { except } })),
  );
const geo = fc.oneof(
  fc.record({ top_left: onGlobe, bottom_right: onGlobe }).map((box) => ({ geo_bounding_box: box })),
  fc
    .record({ center: onGlobe, radius: fc.constantFrom(0, 1, 5_000, 200_000, 9_000_000, 2e7, 3e7) })
    .map((circle) => ({ geo_radius: circle })),
);
const text = fc.oneof(
  ...['text', 'text_any', 'phrase'].map((kind) => texts.map((words) => ({ match: { [kind]: words } }))),
);
const prefix = strings.map((start) => ({ match: { prefix: start } }));

interface Field {
  readonly value: fc.Arbitrary<unknown>;
  readonly test: fc.Arbitrary<object>;
  readonly index: readonly PayloadIndexSchema[];
}
const fields: Record<string, Field> = {
  k: { value: strings, test: fc.oneof(match(strings), prefix), index: ['keyword', { type: 'keyword', prefix: true }] },
  n: { value: numbers, test: fc.oneof(match(integers), range(numbers)), index: ['integer', 'float'] },
  f: { value: fc.boolean(), test: fc.boolean().map((value) => ({ match: { value } })), index: ['bool'] },
  d: { value: moments, test: range(moments), index: ['datetime'] },
  u: { value: anyUuid, test: match(anyUuid), index: ['uuid', 'keyword'] },
  g: { value: position, test: geo, index: ['geo'] },
  t: { value: texts, test: text, index: [{ type: 'text', phrase_matching: true }] },
};
const names = Object.keys(fields);
const anything = fc.oneof(...names.map((name) => fields[name]!.value), fc.constant(null), fc.constant({}));

function valueOf(name: string): fc.Arbitrary<unknown> {
  const one = fc.oneof({ weight: 5, arbitrary: fields[name]!.value }, { weight: 1, arbitrary: anything });
  return fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }) });
}
const flat = fc.record(Object.fromEntries(names.map((name) => [name, valueOf(name)])), { requiredKeys: [] });
const payload = fc
  .record({ flat, l: fc.array(fc.oneof(flat, anything), { maxLength: 3 }), m: flat })
  .map(({ flat: keys, l, m }): Payload => ({ ...keys, l, m }));

// The keys of every kind stand at the top, in the elements of a list and in an object.
const fieldAt = (places: readonly string[]): fc.Arbitrary<Condition> =>
  fc.tuple(fc.constantFrom(...places), fc.constantFrom(...names)).chain(([place, name]) =>
    fc
      .oneof(
        { weight: 6, arbitrary: fields[name]!.test },
        {
          weight: 1,
          arbitrary: range(fc.nat(3)).map((test_) => ({ values_count: (test_ as { range: object }).range })),
        },
      )
      .map((asked) => ({ key: place + name, ...asked }) as Condition),
  );
const emptiness = fc
  .tuple(fc.constantFrom('is_empty', 'is_null'), fc.constantFrom(...names, 'l[].n', 'm'))
  .map(([kind, key]) => ({ [kind]: { key } }) as unknown as Condition);
const hasId = fc.array(fc.nat(8), { maxLength: 4 }).map((ids) => ({ has_id: ids }));

const { filter } = fc.letrec<{ filter: Filter; inner: Filter; condition: Condition; innerCondition: Condition }>(
  (tie) => ({
    condition: fc.oneof(
      { maxDepth: 2 },
      { weight: 6, arbitrary: fieldAt(['', '', 'l[].', 'm.']) },
      { weight: 1, arbitrary: emptiness },
      { weight: 1, arbitrary: hasId },
      { weight: 2, arbitrary: tie('filter') },
      { weight: 2, arbitrary: tie('inner').map((inside) => ({ nested: { key: 'l', filter: inside } })) },
    ),
    innerCondition: fc.oneof(
      { maxDepth: 2 },
      { weight: 6, arbitrary: fieldAt(['']) },
      { weight: 1, arbitrary: hasId },
      { weight: 1, arbitrary: tie('inner') },
    ),
    filter: tree(tie('condition') as fc.Arbitrary<Condition>),
    inner: tree(tie('innerCondition') as fc.Arbitrary<Condition>),
  }),
);

function tree(condition: fc.Arbitrary<Condition>): fc.Arbitrary<Filter> {
  const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
  const minShould = fc.record({ conditions: fc.array(condition, { maxLength: 3 }), min_count: fc.nat(3) });
  return fc.oneof(
    { weight: 3, arbitrary: conditions.map((must): Filter => ({ must })) },
    fc.record(
      { must: conditions, should: conditions, must_not: conditions, min_should: minShould },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Filter>,
  );
}

const schemas = fc.record(
  Object.fromEntries(
    ['', 'l[].', 'm.'].flatMap((place) =>
      names.map((name) => [place + name, fc.constantFrom(...fields[name]!.index)] as const),
    ),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<PayloadIndexSchemas>;
const change = fc.tuple(
  fc.nat(8),
  fc.oneof({ weight: 5, arbitrary: payload }, { weight: 1, arbitrary: fc.constant(undefined) }),
);

function apply(table: PointTable, [id, newPayload]: readonly [number, Payload | undefined]): void {
  if (newPayload === undefined) table.apply({ kind: 'delete', id });
  else table.apply({ kind: 'put', record: { id, version: 0, vectors: new Map(), payload: newPayload } });
}

/** The type of each index. */
function indexTypes(payloadIndexes: PayloadIndexSchemas): OracleIndexes {
  const types = Object.entries(payloadIndexes).map(([key, schema]) => [
    key,
    typeof schema === 'string' ? schema : schema.type,
  ]);
  return Object.fromEntries(types) as OracleIndexes;
}

function found(table: PointTable, asked: Filter): number[] {
  const { candidates, passes } = selectSlots(table, readFilter(asked, context));
  if (candidates !== undefined) expect([...candidates]).toEqual([...new Set(candidates)].toSorted((a, b) => a - b));
  const slots = candidates === undefined ? table.slotsById() : Array.from(candidates);
  const ids = slots.filter((slot) => passes?.(slot) ?? true).map((slot) => Number(table.id(slot)));
  return ids.toSorted((a, b) => a - b);
}

test('any filter finds the same points with any indexes as a plain evaluation does, after any writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 16 }),
      schemas,
      fc.array(filter, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (changes, payloadIndexes, filters, isIndexedLate) => {
        const table = new PointTable({ vectors: {}, ...(isIndexedLate ? {} : { payloadIndexes }) });
        const points = new Map<number, Payload>();
        const special = indexTypes(payloadIndexes);
        for (const [index, step] of changes.entries()) {
          apply(table, step);
          const [id, newPayload] = step;
          if (newPayload === undefined) points.delete(id);
          else points.set(id, newPayload);
          if (isIndexedLate && index === changes.length >> 1) {
            const config = { vectors: {}, payloadIndexes };
            table.reconfigure(config, await table.buildIndexes(config));
          }
          const expected = (asked: Filter): number[] =>
            [...points.keys()]
              .filter((one) =>
                oraclePasses(
                  asked,
                  { id: one, payload: points.get(one)! },
                  isIndexedLate && index < changes.length >> 1 ? {} : special,
                ),
              )
              .toSorted((a, b) => a - b);
          for (const asked of filters) expect(found(table, asked)).toEqual(expected(asked));
        }
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

test('any filter finds the same points in a database on disk that was opened again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-filter-'));
  try {
    const property = fc.asyncProperty(
      fc.array(payload, { minLength: 1, maxLength: 8 }),
      schemas,
      fc.array(filter, { minLength: 8, maxLength: 8 }),
      fc.uuid(),
      async (payloads, payloadIndexes, filters, name) => {
        const path = join(folder, name);
        {
          await using database = new QdrantLocal({ path });
          await database.createCollection('c', {});
          for (const [key, schema] of Object.entries(payloadIndexes)) {
            await database.createPayloadIndex('c', { field_name: key, field_schema: schema });
          }
          await database.upsert('c', { points: payloads.map((one, id) => ({ id, vector: {}, payload: one })) });
        }
        await using database = new QdrantLocal({ path });
        for (const asked of filters) {
          const { points } = await database.scroll('c', { filter: asked, limit: 100, with_payload: false });
          const passes = (id: number): boolean =>
            oraclePasses(asked, { id, payload: payloads[id]! }, indexTypes(payloadIndexes));
          expect(points.map(({ id }) => id)).toEqual([...payloads.keys()].filter(passes));
        }
      },
    );
    await fc.assert(property, { numRuns: 12 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
