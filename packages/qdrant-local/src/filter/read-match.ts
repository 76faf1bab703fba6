import { isJsonObject } from '../payloads/json-path.ts';
import { refuseUnknownKeys, refuseUnsupportedKeys } from '../requests/read-fields.ts';
import { malformedRequest, type RequestContext } from '../server-errors.ts';
import type { ValuePredicate } from './predicates.ts';

const unsupportedMatches = {
  text: 'The filter match.text',
  text_any: 'The filter match.text_any',
  phrase: 'The filter match.phrase',
  prefix: 'The filter match.prefix',
};

/**
 * Compiles `match`: `{ value }`, `{ any }` or `{ except }`, strictly typed.
 *
 * Source: qdrant/qdrant lib/segment/src/payload_storage/condition_checker.rs.
 */
export function readMatch(match: unknown, context: RequestContext): ValuePredicate {
  if (!isJsonObject(match)) throw malformedRequest(context, 'match must be { value }, { any } or { except }');
  refuseUnsupportedKeys(match, unsupportedMatches, context);
  refuseUnknownKeys(match, ['value', 'any', 'except'], 'filter.match', context);
  if (Object.keys(match).length !== 1) throw malformedRequest(context, 'match must have one of value, any and except');
  if ('value' in match) return readValue(match['value'], context);
  if ('any' in match) {
    const wanted = readList(match['any'], 'any', context);
    return (value) => wanted.has(value);
  }
  const unwanted = readList(match['except'], 'except', context);
  return (value) => value !== null && !unwanted.has(value);
}

function readValue(wanted: unknown, context: RequestContext): ValuePredicate {
  const isKeyword = typeof wanted === 'string' || typeof wanted === 'boolean' || Number.isInteger(wanted);
  if (!isKeyword) throw malformedRequest(context, 'match.value must be a string, an integer or a boolean');
  return (value) => value === wanted;
}

/** Same-value-zero equality of a Set never takes one type for another. */
function readList(list: unknown, name: string, context: RequestContext): ReadonlySet<unknown> {
  const isList =
    Array.isArray(list) &&
    (list.every((value) => typeof value === 'string') || list.every((value) => Number.isInteger(value)));
  if (!isList) throw malformedRequest(context, `match.${name} must be a list of strings or a list of integers`);
  return new Set(list);
}
