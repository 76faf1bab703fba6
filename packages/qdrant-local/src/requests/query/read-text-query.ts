import { parseJsonPath } from '../../json/json-path.ts';
import { readObject, refuseUnknownKeys } from '../../json/read-fields.ts';
import { readFloat32 } from '../../json/read-numbers.ts';
import { badRequest, invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { Bm25Parameters, TextQueryNode } from './query-tree.ts';

const defaults: Bm25Parameters = { k: 1.2, b: 0.75 };

/**
 * Reads `text: 'words'` or `text: { query, scoring: { bm25: { k, b } } }`. `using` is the payload key to search.
 *
 * Sources: qdrant/qdrant lib/api/src/rest/schema.rs (`TextQuery`),
 * lib/segment/src/index/field_index/full_text_index/inverted_index/bm25/mod.rs (`Bm25Params`).
 *
 * @throws {VectorStoreError} with status 400 or 422.
 */
export function readTextQuery(value: unknown, path: string, using: string, context: RequestContext): TextQueryNode {
  if (using === '') throw badRequest(context, 'A text query needs `using` to name the payload field to search');
  const { query, scoring, ...others } =
    typeof value === 'string' ? { query: value } : readObject(value, `${path}, if it is not a string,`, context);
  refuseUnknownKeys(others, [], path, context);
  if (typeof query !== 'string') throw malformedRequest(context, `${path}.query must be a string`);
  const parameters = readScoring(scoring, `${path}.scoring`, context);
  return { kind: 'text', path: parseJsonPath(using, 'using', context), text: query, ...parameters };
}

function readScoring(value: unknown, path: string, context: RequestContext): Bm25Parameters {
  if (value === undefined || value === null) return defaults;
  const { bm25, ...others } = readObject(value, path, context);
  refuseUnknownKeys(others, ['bm25'], path, context);
  const given = readObject(bm25, `${path}.bm25`, context);
  refuseUnknownKeys(given, ['k', 'b'], `${path}.bm25`, context);
  const k = readFloat32(given, 'k', `${path}.bm25`, context) ?? defaults.k;
  const b = readFloat32(given, 'b', `${path}.bm25`, context) ?? defaults.b;
  if (k < 0) throw invalidValue(context, `${path}.bm25.k`, `value ${k} invalid, must be 0 or larger`);
  if (b < 0 || b > 1) throw invalidValue(context, `${path}.bm25.b`, `value ${b} invalid, must be from 0 to 1`);
  return { k, b };
}
