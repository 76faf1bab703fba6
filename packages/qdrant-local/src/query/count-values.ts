import { atOnce, inTurns, mapInSteps, sortInTurns, type Steps, type Turns } from '../event-loop-turns.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import { valuesAt } from '../json/json-path.ts';
import { canonicalUuid } from '../requests/point-ids.ts';
import type { ParsedFacet } from '../requests/points/read-counts.ts';
import type { PointTable } from '../table/point-table.ts';

// The maximum number of values of a point that are counted in one step.
const fewValues = 256;

/** A payload value that can be counted. */
export type FacetValue = string | number | boolean;

/** A value and the number of points that have it. */
export interface ValueCount {
  readonly value: FacetValue;
  readonly count: number;
}

/**
 * Counts the strings, integers and booleans at a path over the points that pass the filter. A value counts once for each point. Returns the
 * `limit` most frequent values; equal counts are in the order of values. All spellings of a UUID count as one value. Numbers beyond
 * 2^53 - 1 are not counted, because each may stand for several integers that were rounded.
 *
 * A server requires an index on the key that supports matching; this engine does not. Source: qdrant/qdrant
 * lib/segment/src/data_types/facets.rs.
 */
export async function countValues(
  table: PointTable,
  { path, limit, filter }: ParsedFacet,
  turns: Turns,
): Promise<ValueCount[]> {
  const counts = new Map<FacetValue, number>();
  const { candidates, passes } = await selectSlots(table, filter, turns);
  const total = candidates?.length ?? table.slotCount;
  for (let index = 0; index < total; index++) {
    if (turns.isSpent()) await turns.next();
    const slot = candidates?.[index] ?? index;
    // A deleted point has no values.
    const values = valuesAt(table.payload(slot), path);
    if (values.length === 0 || (passes !== undefined && !passes(slot))) continue;
    const counting = countEach(values, counts);
    if (values.length > fewValues) await inTurns(counting, turns);
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

/** Counts the values of one point, each once. */
function* countEach(values: readonly unknown[], counts: Map<FacetValue, number>): Steps<void> {
  const kept = new Set<FacetValue>();
  yield* mapInSteps(values, (value) => {
    if (typeof value === 'string') kept.add(canonicalUuid(value) ?? value);
    else if (typeof value === 'boolean' || Number.isSafeInteger(value)) kept.add(value as FacetValue);
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
