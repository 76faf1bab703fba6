import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { QdrantLocal } from './api/qdrant-local.ts';

// Results of Python's qdrant-client 1.20.0 in local mode. The file describes how they were recorded.
interface Golden {
  readonly setups: Record<string, Setup>;
  readonly cases: readonly Case[];
}
interface Setup {
  readonly create: { readonly vectors: Record<string, unknown>; readonly sparse_vectors?: object };
  readonly points: readonly { id: string | number; vector: unknown; payload?: Record<string, unknown> }[];
}
interface Case {
  readonly id: string;
  readonly category: string;
  readonly setup: string;
  readonly op: string;
  readonly request: Record<string, unknown>;
  readonly result: unknown;
  /** Rows with equal scores may come in any order. */
  readonly ties?: boolean;
}
type Row = { id: string | number; score?: number; order_value?: number } & Record<string, unknown>;

const golden = JSON.parse(
  readFileSync(new URL('__fixtures__/qdrant-local-goldens.json', import.meta.url), 'utf8'),
) as Golden;

async function openSetup(name: string): Promise<QdrantLocal> {
  const { create, points } = golden.setups[name]!;
  // The recordings' local mode has no indexes.
  const database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('t', create as never);
  await database.upsert('t', { points: points as never });
  return database;
}

async function answer(database: QdrantLocal, { op, request }: Case): Promise<unknown> {
  if (op === 'query') return (await database.query('t', request)).points;
  if (op === 'query_groups') return (await database.queryGroups('t', request as never)).groups;
  if (op === 'matrix_pairs') {
    const { pairs } = await database.searchMatrixPairs('t', request);
    // The recording sorts its pairs by the ids as text.
    return pairs.toSorted((x, y) => (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1));
  }
  if (op === 'scroll') return database.scroll('t', request);
  if (op === 'retrieve') return database.retrieve('t', request as never);
  if (op === 'count') return database.count('t', request);
  if (op === 'facet') return database.facet('t', request as never);
  for (const update of request as unknown as Record<string, never>[]) {
    if ('upsert' in update) await database.upsert('t', update['upsert']!);
    else if ('delete' in update) await database.delete('t', update['delete']!);
    else if ('overwrite_payload' in update) await database.overwritePayload('t', update['overwrite_payload']!);
    else if ('delete_payload' in update) await database.deletePayload('t', update['delete_payload']!);
    else if ('update_vectors' in update) await database.updateVectors('t', update['update_vectors']!);
    else if ('delete_vectors' in update) await database.deleteVectors('t', update['delete_vectors']!);
    else await database.setPayload('t', update['set_payload']!);
  }
  return (await database.scroll('t', { limit: 1000, with_vector: true })).points;
}

/** Expects the same rows: scores and vectors within the recording's six digits, everything else equal. */
function expectSame(found: unknown, expected: unknown): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(expected));
  } else if (Array.isArray(expected) && Array.isArray(found)) {
    expect(found).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expectSame(found[index], value);
  } else if (typeof expected === 'object' && expected !== null && typeof found === 'object' && found !== null) {
    // The recording lacks the version, which Python's local mode leaves at 0.
    const { version: _, ...rest } = found as Row;
    expect(Object.keys(rest).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [key, value] of Object.entries(expected)) expectSame(rest[key], value);
  } else {
    expect(found).toEqual(expected);
  }
}

/** Expects the same rows. Ties in the recording's six digits, and rows of one order value, may come in any order. */
function expectSameRows(found: readonly Row[], expected: readonly Row[], limit: number): void {
  const rank = ({ score, order_value: value }: Row): string => `${value ?? score!.toPrecision(4)}`;
  const byRank = (rows: readonly Row[]): Row[][] => {
    const groups = new Map<string, Row[]>();
    for (const row of rows) groups.set(rank(row), [...(groups.get(rank(row)) ?? []), row]);
    return [...groups.values()];
  };
  const expectedGroups = byRank(expected);
  for (const [index, group] of byRank(found).entries()) {
    const wanted = expectedGroups[index]!;
    expect(group).toHaveLength(wanted.length);
    // When the limit cuts off ties, any of them may be included.
    const isCut = index === expectedGroups.length - 1 && expected.length === limit;
    const ids = (rows: readonly Row[]): unknown[] => rows.map(({ id }) => String(id)).toSorted();
    if (isCut)
      expectSame(
        group.map(({ score }) => score),
        wanted.map(({ score }) => score),
      );
    else expect(ids(group)).toEqual(ids(wanted));
  }
}

test('the recording contains all cases', () => {
  expect(golden.cases).toHaveLength(85);
});

test.each(golden.cases.map((recorded) => [`${recorded.id} ${recorded.category}`, recorded] as const))(
  '%s returns the same as the recording',
  async (_, recorded) => {
    await using database = await openSetup(recorded.setup);
    const found = await answer(database, recorded);
    const { request, result, ties, category } = recorded;
    if (ties || category === 'order_by') {
      expectSameRows(found as Row[], result as Row[], request['limit'] as number);
    } else {
      expectSame(found, result);
    }
  },
);
