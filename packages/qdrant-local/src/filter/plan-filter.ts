import type { PointId } from '@x/core';

import { mapLongInSteps, type Steps } from '../turns/steps.ts';
import type { JsonPath } from '../json/json-path.ts';
import type { SlotSource } from '../payload-indexes/payload-index.ts';
import { intersectSlots, subtractSlots } from '../payload-indexes/slot-sets.ts';
import { listSource, unionSource } from '../payload-indexes/slot-sources.ts';
import type { ConditionNode, FieldTest, FilterTree } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { byElement } from './by-element.ts';

/** A list longer than the shortest by this factor is not computed. Testing its condition on the few points is cheaper. */
const worthwhileRatio = 16;
const conditionsPerStep = 64;
const idsPerStep = 1024;

/**
 * Returns the points that may pass a filter, found with the indexes alone; `undefined` when the indexes cannot answer.
 *
 * Sources of a conjunction are intersected, starting with the smallest; those of a disjunction are united.
 */
export function* planFilter(table: PointTable, filter: FilterTree): Steps<SlotSource | undefined> {
  return yield* planTree(filter, { table, prefix: [] });
}

interface Scope {
  readonly table: PointTable;
  /** The path to the elements that a nested filter applies to; empty outside of a nested filter. */
  readonly prefix: JsonPath;
}

function* planTree({ must, should, mustNot, minShould }: FilterTree, scope: Scope): Steps<SlotSource | undefined> {
  const parts = yield* planConditions(must, scope);
  if (should.length > 0) parts.push(yield* planUnion(should, scope));
  if (minShould !== undefined && minShould.minCount > 0) {
    const union = yield* planUnion(minShould.conditions, scope);
    // The union contains the points that pass at least one condition. For a larger count, each point is tested.
    parts.push(union === undefined || minShould.minCount === 1 ? union : { ...union, isExact: false });
  }
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const isComplete = known.length === parts.length;
  const excluded = scope.prefix.length === 0 ? yield* planExclusion(mustNot, scope) : undefined;
  const found = intersection(known, isComplete && (mustNot.length === 0 || excluded !== undefined));
  if (excluded === undefined || excluded.estimate === 0) return found;
  return { ...found, slots: () => subtractSlots(found.slots(), excluded.slots()) };
}

function intersection(parts: readonly SlotSource[], isComplete: boolean): SlotSource {
  const [smallest, ...larger] = parts.toSorted((a, b) => a.estimate - b.estimate) as [SlotSource, ...SlotSource[]];
  const used = larger.filter(({ estimate }) => estimate <= worthwhileRatio * smallest.estimate);
  return {
    estimate: smallest.estimate,
    isExact: isComplete && used.length === larger.length && parts.every(({ isExact }) => isExact),
    slots: () => used.reduce((slots, source) => intersectSlots(slots, source.slots()), smallest.slots()),
  };
}

/** Returns the points excluded by the conditions, when each condition is known exactly. */
function* planExclusion(conditions: readonly ConditionNode[], scope: Scope): Steps<SlotSource | undefined> {
  const union = yield* planUnion(conditions, scope);
  return union?.isExact === true ? union : undefined;
}

function* planUnion(conditions: readonly ConditionNode[], scope: Scope): Steps<SlotSource | undefined> {
  const sources = yield* planConditions(conditions, scope);
  return sources.every((source) => source !== undefined) ? unionSource(sources) : undefined;
}

function planConditions(conditions: readonly ConditionNode[], scope: Scope): Steps<(SlotSource | undefined)[]> {
  return mapLongInSteps(conditions, (condition) => planCondition(condition, scope), conditionsPerStep);
}

function* planCondition(asked: ConditionNode, scope: Scope): Steps<SlotSource | undefined> {
  const { table, prefix } = scope;
  const condition = byElement(asked, prefix, table.indexes);
  switch (condition.kind) {
    case 'filter':
      return yield* planTree(condition.filter, scope);
    case 'nested': {
      const found = yield* planTree(condition.filter, { table, prefix: [...prefix, ...condition.path] });
      // These points may pass only with several elements together, but one element must pass alone.
      return found === undefined ? undefined : { ...found, isExact: false };
    }
    case 'hasId': {
      if (prefix.length > 0) return undefined;
      return yield* planIds(condition.ids, table);
    }
    case 'field':
      return yield* planFieldTest([...prefix, ...condition.path], condition.test, table);
    // These conditions are tested on each point, because an index may change their meaning (compile-filter.ts).
    case 'isEmpty':
    case 'isNull':
    case 'hasVector':
    case 'slice':
      return undefined;
    default:
      return condition satisfies never;
  }
}

function* planIds(ids: ReadonlySet<PointId>, table: PointTable): Steps<SlotSource> {
  const slots: number[] = [];
  let count = 0;
  for (const id of ids) {
    if (++count % idsPerStep === 0) yield;
    const slot = table.slotOf(id);
    if (slot !== undefined) slots.push(slot);
  }
  return listSource(Uint32Array.from(slots).toSorted());
}

function* planFieldTest(path: JsonPath, test: FieldTest, table: PointTable): Steps<SlotSource | undefined> {
  switch (test.kind) {
    case 'someValue': {
      const index = table.indexes.at(path);
      if (index === undefined) return undefined;
      const sources: (SlotSource | undefined)[] = [];
      for (const one of test.tests) sources.push(yield* index.find(one));
      return sources.every((source) => source !== undefined) ? unionSource(sources) : undefined;
    }
    // Tested on each point, as above.
    case 'valuesCount':
    case 'isEmpty':
    case 'isNull':
      return undefined;
    default:
      return test satisfies never;
  }
}
