import { runInTurns, mapInSteps, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { SlotSelection } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { PointTable } from '../table/point-table.ts';
import { TopK } from '../vectors/top-k.ts';
import type { ScoredSlot } from './nearest-scan.ts';

/** A hit of any query, before it becomes a point of the result. */
export interface QueryHit extends ScoredSlot {
  /** The payload value by which `order_by` ordered the hit. */
  readonly orderValue?: number;
  /** Whether the hit was listed, not scored. The server returns such hits with the version 0. */
  readonly isListed?: boolean;
}

/** The server's score for points that were listed, not scored. */
export const listedScore = 1;

/** The points that may be hits, and the maximum number of hits. */
export interface HitLimits {
  readonly selection: SlotSelection;
  readonly limit: number;
}

/** Returns the slots of hits, each once. */
export function* slotsOf(sources: readonly (readonly QueryHit[])[]): Steps<Set<number>> {
  const slots = new Set<number>();
  for (const source of sources) yield* mapInSteps(source, ({ slot }) => slots.add(slot));
  return slots;
}

/** Returns hits by their slots. */
function* hitsBySlot<T extends ScoredSlot>(hits: readonly T[]): Steps<Map<number, T>> {
  const bySlot = new Map<number, T>();
  yield* mapInSteps(hits, (hit) => bySlot.set(hit.slot, hit));
  return bySlot;
}

/** Returns the best hits, each slot once, with the largest score first and equal scores in the order of ids; at most `limit`. */
export async function bestHits<T extends ScoredSlot>(
  table: PointTable,
  hits: readonly T[],
  { limit, turns }: { readonly limit: number; readonly turns: Turns },
): Promise<T[]> {
  const bySlot = await runInTurns(hitsBySlot(hits), turns);
  const best = new TopK(Math.min(limit, bySlot.size), (a, b) => comparePointIds(table.id(a), table.id(b)));
  for (const { score, slot } of bySlot.values()) {
    if (turns.isSpent()) await turns.next();
    best.offer(score, slot);
  }
  const sorted = await best.sorted(turns);
  return runInTurns(
    mapInSteps(sorted, ({ slot }) => bySlot.get(slot)!),
    turns,
  );
}
