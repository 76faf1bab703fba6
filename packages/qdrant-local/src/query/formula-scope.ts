import type { VectorStoreError } from '@x/core';

import { type RequestContext, wrongInput } from '../json/server-errors.ts';
import type { PointTable } from '../table/point-table.ts';

/** The environment in which a formula is evaluated. */
export interface FormulaScope {
  readonly table: PointTable;
  readonly context: RequestContext;
  /** The scores of each prefetch, by slot. */
  readonly scores: readonly ReadonlyMap<number, number>[];
}

/** Returns the value of an expression for the point in a slot. */
export type SlotValue = (slot: number) => number;

/** 400: `calculation`, such as `1/0 = inf`, has no finite result. */
export function nonFinite({ context }: FormulaScope, calculation: string): VectorStoreError {
  return wrongInput(context, `The expression ${calculation} produced a non-finite number`);
}

/** Returns a number as written in the server's messages. */
export function shortNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'inf' : '-inf';
}
