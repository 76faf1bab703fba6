import { canonicalUuid } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';
import { MatchIndex } from './match-index.ts';

const valuesPerStep = 256;

/** Finds points by UUIDs, regardless of their spelling. */
export class UuidIndex extends MatchIndex {
  constructor() {
    super(toUuid);
  }

  /** Compares values as UUIDs when all values of the test are UUIDs. */
  *redefine(test: ValueTest): Steps<((values: readonly unknown[]) => boolean) | undefined> {
    if (test.kind !== 'any' && test.kind !== 'except') return undefined;
    const uuids = new Set<string | undefined>();
    for (const value of test.values) {
      const uuid = toUuid(value);
      if (uuid === undefined) return undefined;
      uuids.add(uuid);
      if (uuids.size % valuesPerStep === 0) yield;
    }
    if (test.kind === 'any') return (values) => values.some((value) => uuids.has(toUuid(value)));
    return (values) => values.some((value) => value !== null && !uuids.has(toUuid(value)));
  }
}

function toUuid(value: unknown): string | undefined {
  return typeof value === 'string' ? canonicalUuid(value) : undefined;
}
