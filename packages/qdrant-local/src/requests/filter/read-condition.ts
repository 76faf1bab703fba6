import type { PointId } from '@x/core';

import { mapInSteps, type Steps } from '../../turns/steps.ts';
import { arrayPath, isJsonObject, type JsonPath, parseJsonPath } from '../../json/json-path.ts';
import { readObject, refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { canonicalPointId } from '../point-ids.ts';
import type { ConditionNode, FilterTree } from './filter-tree.ts';
import { readFieldCondition } from './read-field-condition.ts';

const otherKinds = ['is_empty', 'is_null', 'has_id', 'has_vector', 'slice', 'nested'];

/** Every condition that is not a filter has one of these fields. */
export const conditionKeys: readonly string[] = ['key', ...otherKinds];

/** Reads one condition. `readFilter` reads the filters inside it. @throws {VectorStoreError} with status 400 or 422. */
export function* readCondition(
  value: unknown,
  context: RequestContext,
  readFilter: (value: unknown) => Steps<FilterTree>,
): Steps<ConditionNode> {
  if (!isJsonObject(value)) throw malformedRequest(context, 'a condition of a filter must be an object');
  if ('key' in value) {
    const path = parseJsonPath(value['key'], 'the key of a condition', context);
    return { kind: 'field', path, test: yield* readFieldCondition(value, context) };
  }
  const kind = otherKinds.find((name) => name in value);
  if (kind === undefined) return { kind: 'filter', filter: yield* readFilter(value) };
  refuseUnknownKeys(value, [kind], 'a condition of the filter', context);
  const subject = value[kind];
  if (kind === 'is_empty') return { kind: 'isEmpty', path: readKeyOf(subject, kind, context) };
  if (kind === 'is_null') return { kind: 'isNull', path: readKeyOf(subject, kind, context) };
  if (kind === 'has_id') return yield* readHasId(subject, context);
  if (kind === 'slice') return readSlice(subject, context);
  if (kind === 'nested') return yield* readNested(subject, context, readFilter);
  if (typeof subject !== 'string') throw malformedRequest(context, 'has_vector must be the name of a vector');
  return { kind: 'hasVector', name: subject };
}

function readKeyOf(value: unknown, kind: string, context: RequestContext): JsonPath {
  const target = readObject(value, kind, context);
  refuseUnknownKeys(target, ['key'], `filter.${kind}`, context);
  return parseJsonPath(target['key'], 'the key of a condition', context);
}

function* readHasId(list: unknown, context: RequestContext): Steps<ConditionNode> {
  if (!Array.isArray(list)) throw malformedRequest(context, 'has_id must be a list of point IDs');
  const ids = new Set<PointId>();
  yield* mapInSteps(list as unknown[], (id, index) =>
    ids.add(canonicalPointId(id, `filter.has_id[${index}]`, context)),
  );
  return { kind: 'hasId', ids };
}

function* readNested(
  value: unknown,
  context: RequestContext,
  readFilter: (value: unknown) => Steps<FilterTree>,
): Steps<ConditionNode> {
  const nested = readObject(value, 'nested', context);
  refuseUnknownKeys(nested, ['key', 'filter'], 'filter.nested', context);
  const path = arrayPath(parseJsonPath(nested['key'], 'nested.key', context));
  return { kind: 'nested', path, filter: yield* readFilter(nested['filter']) };
}

function readSlice(value: unknown, context: RequestContext): ConditionNode {
  const slice = readObject(value, 'slice', context);
  refuseUnknownKeys(slice, ['total', 'index'], 'filter.slice', context);
  const { total, index } = slice;
  if (!isUnsigned32(total) || !isUnsigned32(index)) {
    throw malformedRequest(context, 'slice must be { total, index }, whole numbers of 32 bits');
  }
  if (total === 0) throw malformedRequest(context, 'slice.total is 0, must be 1 or larger');
  if (index >= total) throw malformedRequest(context, `slice.index is ${index}, must be less than total, ${total}`);
  return { kind: 'slice', total, index };
}

function isUnsigned32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
