import type { JsonPath } from '../json/json-path.ts';
import type { SlotSource } from '../payload-indexes/payload-index.ts';
import { intersectSlots, subtractSlots } from '../payload-indexes/slot-sets.ts';
import { listSource, unionSource } from '../payload-indexes/slot-sources.ts';
import type { ConditionNode, FieldTest, FilterTree } from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { byElement } from './by-element.ts';

/** A list so much longer than the shortest is not worth making: its condition is asked of the few points instead. */
const worthwhileRatio = 16;

/**
 * Finds out from the indexes alone which points may pass a filter; `undefined` when they cannot tell.
 *
 * Sources of a conjunction are intersected beginning with the smallest, those of a disjunction united.
 */
export function planFilter(table: PointTable, filter: FilterTree): SlotSource | undefined {
  return planTree(filter, { table, prefix: [] });
}

interface Scope {
  readonly table: PointTable;
  /** The path to the elements that a nested filter is about; empty outside of one. */
  readonly prefix: JsonPath;
}

function planTree({ must, should, mustNot, minShould }: FilterTree, scope: Scope): SlotSource | undefined {
  const parts = must.map((condition) => planCondition(condition, scope));
  if (should.length > 0) parts.push(planUnion(should, scope));
  if (minShould !== undefined && minShould.minCount > 0) {
    const union = planUnion(minShould.conditions, scope);
    // More than one of them is for the points to show.
    parts.push(union === undefined || minShould.minCount === 1 ? union : { ...union, isExact: false });
  }
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const isComplete = known.length === parts.length;
  const excluded = scope.prefix.length === 0 ? planExclusion(mustNot, scope) : undefined;
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

/** What none of the conditions may pass, when that is known for sure of each. */
function planExclusion(conditions: readonly ConditionNode[], scope: Scope): SlotSource | undefined {
  const union = planUnion(conditions, scope);
  return union?.isExact === true ? union : undefined;
}

function planUnion(conditions: readonly ConditionNode[], scope: Scope): SlotSource | undefined {
  const sources = conditions.map((condition) => planCondition(condition, scope));
  return sources.every((source) => source !== undefined) ? unionSource(sources) : undefined;
}

function planCondition(asked: ConditionNode, scope: Scope): SlotSource | undefined {
  const { table, prefix } = scope;
  const condition = byElement(asked, prefix, table.indexes);
  switch (condition.kind) {
    case 'filter':
      return planTree(condition.filter, scope);
    case 'nested': {
      const found = planTree(condition.filter, { table, prefix: [...prefix, ...condition.path] });
      // The points found may pass with several elements together, where one has to pass alone.
      return found === undefined ? undefined : { ...found, isExact: false };
    }
    case 'hasId': {
      if (prefix.length > 0) return undefined;
      const slots = Array.from(condition.ids, (id) => table.slotOf(id)).filter((slot) => slot !== undefined);
      return listSource(Uint32Array.from(slots).toSorted());
    }
    case 'field':
      return planFieldTest([...prefix, ...condition.path], condition.test, table);
    // Each point is asked; an index may have changed what it is asked (compile-filter.ts).
    case 'isEmpty':
    case 'isNull':
    case 'hasVector':
    case 'slice':
      return undefined;
    default:
      return condition satisfies never;
  }
}

function planFieldTest(path: JsonPath, test: FieldTest, table: PointTable): SlotSource | undefined {
  switch (test.kind) {
    case 'someValue': {
      const index = table.indexes.at(path);
      if (index === undefined) return undefined;
      const sources = test.tests.map((one) => index.find(one));
      return sources.every((source) => source !== undefined) ? unionSource(sources) : undefined;
    }
    // As above.
    case 'valuesCount':
    case 'isEmpty':
    case 'isNull':
      return undefined;
    default:
      return test satisfies never;
  }
}
