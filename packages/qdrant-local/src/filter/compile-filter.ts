import { mapLongInSteps, type Steps } from '../turns/steps.ts';
import type { Payload } from '../json/copy-json.ts';
import { isJsonObject, type JsonPath, someValueAt, valuesAt } from '../json/json-path.ts';
import {
  type ConditionNode,
  type FieldTest,
  type FilterTree,
  isWithin,
  type ValueTest,
} from '../requests/filter/filter-tree.ts';
import type { PointTable } from '../table/point-table.ts';
import { RangeIndex } from '../payload-indexes/range-index.ts';
import { UuidIndex } from '../payload-indexes/uuid-index.ts';
import { byElement } from './by-element.ts';
import { compileValuePredicate } from './compile-value-predicate.ts';
import { mergeAlternatives } from './merge-alternatives.ts';
import { sliceOf } from './point-id-hash.ts';

/** Returns whether an object passes: a payload, or an element of one. `slot` is the slot of the point. */
type ObjectTest = (object: Payload, slot: number) => boolean;

const conditionsPerStep = 64;

/** Returns a predicate that tells whether the point in a slot passes; valid until the next write. */
export function* compileFilter(table: PointTable, filter: FilterTree): Steps<(slot: number) => boolean> {
  const passes = yield* compileTree(filter, { table, prefix: [] });
  return (slot) => passes(table.payload(slot), slot);
}

interface Scope {
  readonly table: PointTable;
  /** The path to the elements that a nested filter applies to, which have neither ids nor vectors. Empty outside of a nested filter. */
  readonly prefix: JsonPath;
}

function* compileTree({ must, should, mustNot, minShould }: FilterTree, scope: Scope): Steps<ObjectTest> {
  const tests = yield* compileConditions(must, scope);
  for (const unwanted of yield* compileAlternatives(mustNot, scope)) {
    tests.push((object, slot) => !unwanted(object, slot));
  }
  if (should.length > 0) tests.push(atLeast(1, yield* compileAlternatives(should, scope)));
  if (minShould !== undefined) {
    const { conditions, minCount } = minShould;
    const compile = minCount === 1 ? compileAlternatives : compileConditions;
    tests.push(atLeast(minCount, yield* compile(conditions, scope)));
  }
  if (tests.length === 1) return tests[0]!;
  return (object, slot) => tests.every((passes) => passes(object, slot));
}

/** Compiles conditions of which one decides. */
function* compileAlternatives(conditions: readonly ConditionNode[], scope: Scope): Steps<ObjectTest[]> {
  const { table, prefix } = scope;
  // An index of UUIDs compares a set with other texts in it otherwise than a set of UUIDs.
  const isKept = (path: JsonPath): boolean => table.indexes.at([...prefix, ...path]) instanceof UuidIndex;
  return yield* compileConditions(yield* mergeAlternatives(conditions, isKept), scope);
}

function compileConditions(conditions: readonly ConditionNode[], scope: Scope): Steps<ObjectTest[]> {
  return mapLongInSteps(conditions, (condition) => compileCondition(condition, scope), conditionsPerStep);
}

function atLeast(minCount: number, tests: readonly ObjectTest[]): ObjectTest {
  if (minCount === 1) return (object, slot) => tests.some((passes) => passes(object, slot));
  return (object, slot) => {
    let count = 0;
    for (const passes of tests) if (count < minCount && passes(object, slot)) count++;
    return count >= minCount;
  };
}

function* compileCondition(asked: ConditionNode, scope: Scope): Steps<ObjectTest> {
  const { table, prefix } = scope;
  const condition = byElement(asked, prefix, table.indexes);
  const isNested = prefix.length > 0;
  switch (condition.kind) {
    case 'field':
      return yield* compileFieldTest(condition.path, condition.test, scope);
    case 'isEmpty':
      return (object) => !someValueAt(object, condition.path, isNotEmpty);
    case 'isNull': {
      const passes = isAnsweredByIndex(condition.path, scope) ? holdsNull : isNull;
      return (object) => someValueAt(object, condition.path, passes);
    }
    case 'filter':
      return yield* compileTree(condition.filter, scope);
    case 'nested': {
      const passes = yield* compileTree(condition.filter, { table, prefix: [...prefix, ...condition.path] });
      return (object, slot) =>
        someValueAt(object, condition.path, (element) => isJsonObject(element) && passes(element, slot));
    }
    case 'hasId':
      return isNested ? never : (_, slot) => condition.ids.has(table.id(slot));
    case 'hasVector': {
      const column = table.columns.get(condition.name);
      return isNested || column === undefined ? never : (_, slot) => column.has(slot);
    }
    case 'slice':
      return isNested ? never : (_, slot) => sliceOf(table.id(slot), condition.total) === condition.index;
  }
}

function* compileFieldTest(path: JsonPath, test: FieldTest, scope: Scope): Steps<ObjectTest> {
  switch (test.kind) {
    case 'valuesCount':
      return onValues(path, (value) => isWithin(countValues(value), test.bounds), isWithin(0, test.bounds));
    case 'isEmpty':
      if (isAnsweredByIndex(path, scope)) return (object) => someValueAt(object, path, isNotEmpty) !== test.expected;
      return onValues(path, (value) => isNotEmpty(value) !== test.expected, test.expected);
    case 'isNull':
      if (isAnsweredByIndex(path, scope)) return (object) => someValueAt(object, path, holdsNull) === test.expected;
      return onValues(path, (value) => holdsNull(value) === test.expected, !test.expected);
    case 'someValue': {
      const tests: ObjectTest[] = [];
      for (const one of test.tests) tests.push(yield* compileSomeValue(path, one, scope));
      return tests.length === 1 ? tests[0]! : atLeast(1, tests);
    }
  }
}

/**
 * Whether an index on the key decides what is null or empty, as it does for a whole point. Without an index, each value is tested,
 * and `is_null: { key }` is false for a list. The elements of a nested filter are always tested without the index.
 *
 * Sources: qdrant/qdrant lib/segment/src/index/field_index/null_index (which is built with every index),
 * lib/segment/src/index/query_optimization/condition_converter.rs and lib/segment/src/payload_storage/query_checker.rs
 * (`check_is_null_condition`), all of version 1.18.
 */
function isAnsweredByIndex(path: JsonPath, { table, prefix }: Scope): boolean {
  return prefix.length === 0 && table.indexes.at(path) !== undefined;
}

/** Compiles a test of single values. A list passes when one of its elements does. */
function* compileSomeValue(path: JsonPath, test: ValueTest, { table, prefix }: Scope): Steps<ObjectTest> {
  const key = [...prefix, ...path];
  const index = table.indexes.at(key);
  const isOwnIndex = prefix.length === 0 || table.indexes.arrayAt(key)?.length === prefix.length;
  // In an element, a whole float is an integer only when the index treats each element on its own.
  const isRedefined = isOwnIndex || !(index instanceof RangeIndex);
  const redefinition = isRedefined ? index?.redefine?.(test) : undefined;
  const redefined = redefinition === undefined ? undefined : yield* redefinition;
  if (redefined !== undefined) {
    // The texts of a point form one document; so do the texts of an element with such an index.
    if (isOwnIndex) return (object) => redefined(valuesAt(object, path));
    return (object) => valuesAt(object, path).some((value) => redefined([value]));
  }
  const passes = yield* compileValuePredicate(test);
  const passesOrHoldsOne = (value: unknown): boolean => (Array.isArray(value) ? value.some(passes) : passes(value));
  return (object) => someValueAt(object, path, passesOrHoldsOne);
}

/** Returns a test that is true when some value at `path` passes. Without any value, the result is `isPassedByNone`. */
function onValues(path: JsonPath, passes: (value: unknown) => boolean, isPassedByNone: boolean): ObjectTest {
  if (!isPassedByNone) return (object) => someValueAt(object, path, passes);
  return (object) => {
    let isAny = false;
    const isPassed = someValueAt(object, path, (value) => {
      isAny = true;
      return passes(value);
    });
    return isPassed || !isAny;
  };
}

function countValues(value: unknown): number {
  if (value === null) return 0;
  return Array.isArray(value) ? value.length : 1;
}

function isNotEmpty(value: unknown): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

function isNull(value: unknown): boolean {
  return value === null;
}

function holdsNull(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.includes(null));
}

function never(): boolean {
  return false;
}
