import type { ValueTest } from '../requests/filter/filter-tree.ts';
import { canonicalUuid } from '../requests/point-ids.ts';
import { MatchIndex } from './match-index.ts';

/** Looks up points by UUIDs, whose spellings are one. */
export class UuidIndex extends MatchIndex {
  constructor() {
    super(toUuid);
  }

  /** Where only UUIDs are wanted, or unwanted, they are compared as such. */
  redefine(test: ValueTest): ((values: readonly unknown[]) => boolean) | undefined {
    if (test.kind !== 'any' && test.kind !== 'except') return undefined;
    const uuids = new Set(Array.from(test.values, toUuid));
    if (uuids.has(undefined)) return undefined;
    if (test.kind === 'any') return (values) => values.some((value) => uuids.has(toUuid(value)));
    return (values) => values.some((value) => value !== null && !uuids.has(toUuid(value)));
  }
}

function toUuid(value: unknown): string | undefined {
  return typeof value === 'string' ? canonicalUuid(value) : undefined;
}
