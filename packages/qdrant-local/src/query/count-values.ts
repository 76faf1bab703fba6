import { canonicalUuid } from '@x/core';

import { sortInTurns } from '../turns/sort-in-steps.ts';
import { atOnce, runInTurns, mapInSteps, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import { valuesAt } from '../json/json-path.ts';
import { numberOf } from '../json/whole-float.ts';
import type { ParsedFacet } from '../requests/points/read-counts.ts';
import type { PointTable } from '../table/point-table.ts';
import { type MatchIndexType, matchIndexType } from '../table/require-index.ts';

// The maximum number of values of a point that are counted in one step.
const fewValues = 256;

/** A payload value that can be counted. */
export type FacetValue = string | number | boolean;

/** A value and the number of points that have it. */
export interface ValueCount {
  readonly value: FacetValue;
  readonly count: number;
}

/** Returns the value that is counted for a payload value; `undefined` for values that are not counted. */
type Countable = (value: unknown) => FacetValue | undefined;

/**
 * Counts the values at a path over the points that pass the filter. A value counts once for each point. Returns the `limit` most frequent
 * values; equal counts are in the order of values.
 *
 * Counts the values that the key's index contains, as a server does: strings as they are in an index of keywords, integers and whole floats,
 * booleans, or all spellings of a UUID as one value. Without such an index, counts all of them, as Python's local mode does. Numbers beyond 2^53 - 1 are
 * not counted, because each may stand for several integers that were rounded. Sources: qdrant/qdrant
 * lib/segment/src/data_types/facets.rs, lib/segment/src/index/field_index/map_index/value_indexer_impl.rs (`get_value`).
 */
export async function countValues(
  table: PointTable,
  { path, limit, filter }: ParsedFacet,
  turns: Turns,
): Promise<ValueCount[]> {
  const countable = countables[matchIndexType(table.config, path) ?? 'none'];
  const counts = new Map<FacetValue, number>();
  const { candidates, passes } = await selectSlots(table, filter, turns);
  const total = candidates?.length ?? table.slotCount;
  for (let index = 0; index < total; index++) {
    if (turns.isSpent()) await turns.next();
    const slot = candidates?.[index] ?? index;
    // A deleted point has no values.
    const values = valuesAt(table.payload(slot), path);
    if (values.length === 0 || (passes !== undefined && !passes(slot))) continue;
    const counting = countEach(values, { countable, counts });
    if (values.length > fewValues) await runInTurns(counting, turns);
    else atOnce(counting);
  }
  const hits: ValueCount[] = [];
  for (const [value, count] of counts) {
    if (turns.isSpent()) await turns.next();
    hits.push({ value, count });
  }
  const mostFirst = (a: ValueCount, b: ValueCount): number => b.count - a.count || compareValues(a.value, b.value);
  return (await sortInTurns(hits, mostFirst, turns)).slice(0, limit);
}

const countables: Readonly<Record<MatchIndexType | 'none', Countable>> = {
  keyword: (value) => (typeof value === 'string' ? value : undefined),
  uuid: (value) => (typeof value === 'string' ? canonicalUuid(value) : undefined),
  integer: (value) => {
    const number = numberOf(value);
    // -0.0 is the integer 0.
    return Number.isSafeInteger(number) ? number! + 0 : undefined;
  },
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  none: (value) => {
    if (typeof value === 'string') return canonicalUuid(value) ?? value;
    return typeof value === 'boolean' || Number.isSafeInteger(value) ? (value as boolean | number) : undefined;
  },
};

/** Counts the values of one point, each once. */
function* countEach(
  values: readonly unknown[],
  { countable, counts }: { readonly countable: Countable; readonly counts: Map<FacetValue, number> },
): Steps<void> {
  const kept = new Set<FacetValue>();
  yield* mapInSteps(values, (value) => {
    const counted = countable(value);
    if (counted !== undefined) kept.add(counted);
  });
  let count = 0;
  for (const value of kept) {
    if (++count % fewValues === 0) yield;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}

const typeOrder = ['string', 'number', 'boolean'];

/** Compares values: strings by code points, then integers, then booleans. */
function compareValues(a: FacetValue, b: FacetValue): number {
  if (typeof a !== typeof b) return typeOrder.indexOf(typeof a) - typeOrder.indexOf(typeof b);
  if (typeof a === 'string') return compareCodePoints(a, b as string);
  return Number(a) - Number(b);
}

/** Compares by code points. JavaScript compares UTF-16 code units, which puts characters above U+FFFF before some below. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === length) return a.length - b.length;
  return a.codePointAt(index)! - b.codePointAt(index)!;
}
