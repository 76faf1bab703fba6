import { inTurns, mapInSteps, type Steps, type Turns } from '../event-loop-turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { PointTable } from '../table/point-table.ts';
import { TopK } from '../vectors/top-k.ts';
import type { ScoredSlot } from './nearest-scan.ts';

/** A hit of any query before it is made into an answer. */
export interface QueryHit extends ScoredSlot {
  /** The payload value that an `order_by` ordered it by. */
  readonly orderValue?: number;
  /** True for a hit that was listed, not scored: the server gives such hits the version 0. */
  readonly isListed?: boolean;
}

/** The score that the server gives to points that were listed, not scored. */
export const listedScore = 1;

/** Which points may be hits, and how many at most. */
export interface HitLimits {
  readonly selection: SlotSelection;
  readonly limit: number;
}

/** The slots of hits, each once. */
export function* slotsOf(sources: readonly (readonly QueryHit[])[]): Steps<Set<number>> {
  const slots = new Set<number>();
  for (const source of sources) yield* mapInSteps(source, ({ slot }) => slots.add(slot));
  return slots;
}

/** Hits by their slots. */
function* hitsBySlot<T extends ScoredSlot>(hits: readonly T[]): Steps<Map<number, T>> {
  const bySlot = new Map<number, T>();
  yield* mapInSteps(hits, (hit) => bySlot.set(hit.slot, hit));
  return bySlot;
}

/** The best of hits of different slots, the largest score first, equal ones in the order of ids; at most `limit`. */
export async function bestHits<T extends ScoredSlot>(
  table: PointTable,
  hits: readonly T[],
  { limit, turns }: { readonly limit: number; readonly turns: Turns },
): Promise<T[]> {
  const bySlot = await inTurns(hitsBySlot(hits), turns);
  const best = new TopK(Math.min(limit, bySlot.size), (a, b) => comparePointIds(table.id(a), table.id(b)));
  for (const { score, slot } of bySlot.values()) {
    if (turns.isSpent()) await turns.next();
    best.offer(score, slot);
  }
  const sorted = await best.sorted(turns);
  return inTurns(
    mapInSteps(sorted, ({ slot }) => bySlot.get(slot)!),
    turns,
  );
}
