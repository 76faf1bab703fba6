import { mapInSteps, type Steps } from '../../turns/steps.ts';
import { isJsonObject } from '../../json/json-path.ts';
import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ValueTest } from './filter-tree.ts';

const textKinds = {
  text: 'text',
  text_any: 'textAny',
  phrase: 'phrase',
  prefix: 'prefix',
  substring: 'substring',
} as const;
const kinds = ['value', 'any', 'except', ...Object.keys(textKinds)];

/**
 * Reads `match`, which must have exactly one kind.
 *
 * Source: qdrant/qdrant lib/segment/src/types.rs, `MatchInterface`.
 *
 * @throws {VectorStoreError} with status 400 when it is malformed.
 */
export function* readMatch(match: unknown, context: RequestContext): Steps<ValueTest> {
  if (!isJsonObject(match)) throw malformedRequest(context, `match must be an object with one of ${kinds.join(', ')}`);
  refuseUnknownKeys(match, kinds, 'filter.match', context);
  const [kind, ...others] = Object.keys(match).filter((key) => match[key] !== undefined);
  if (kind === undefined || others.length > 0) {
    throw malformedRequest(context, `match must have exactly one of ${kinds.join(', ')}`);
  }
  if (kind === 'value') return { kind: 'any', values: new Set([readValue(match[kind], context)]) };
  if (kind === 'any' || kind === 'except') return { kind, values: yield* readList(match[kind], kind, context) };
  const text = match[kind];
  if (typeof text !== 'string') throw malformedRequest(context, `match.${kind} must be a string`);
  return { kind: textKinds[kind as keyof typeof textKinds], text };
}

function readValue(value: unknown, context: RequestContext): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (isInteger(value)) return requireSafe(value, 'value', context);
  throw malformedRequest(context, 'match.value must be a string, an integer or a boolean');
}

function* readList(list: unknown, name: string, context: RequestContext): Steps<ReadonlySet<unknown>> {
  const given: readonly unknown[] = Array.isArray(list) ? list : [undefined];
  const isOfTexts = typeof given[0] === 'string';
  let unsafe: number | undefined;
  // A Set compares by same-value-zero equality, and so never confuses values of different types.
  const values = new Set<unknown>();
  yield* mapInSteps(given, (value) => {
    if (isOfTexts ? typeof value !== 'string' : !isInteger(value)) {
      throw malformedRequest(context, `match.${name} must be a list of strings or a list of integers`);
    }
    if (isInteger(value) && !Number.isSafeInteger(value)) unsafe ??= value;
    values.add(value);
  });
  if (unsafe !== undefined) requireSafe(unsafe, name, context);
  return values;
}

/** True for a 64-bit integer, the server's integer type. */
function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= -(2 ** 63) && (value as number) < 2 ** 63;
}

/** Refuses an integer beyond 2^53 - 1, because other integers may have been rounded to the same number. */
function requireSafe(value: number, kind: string, context: RequestContext): number {
  if (Number.isSafeInteger(value)) return value;
  const reason = 'where several integers share one number and another one could match; store such values as strings';
  throw malformedRequest(context, `match.${kind} ${BigInt(value)} is beyond 2^53 - 1, ${reason}`);
}
