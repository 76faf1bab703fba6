import { formatJsonPath, type JsonPath } from '../json/json-path.ts';
import { failedValidation, type RequestContext, wrongInput } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PayloadIndexSettings, PayloadIndexType, TextSettings } from '../requests/types/index-settings.ts';

/** Whether ordering and counting by a payload key without a fitting index is refused, or done by scanning every point. */
export type Unindexed = 'refuse' | 'allow';

const guide = 'Check https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload schemas';

/**
 * Checks that points can be ordered by a key (qdrant/qdrant lib/segment/src/types.rs, `has_range_index`).
 *
 * @throws {VectorStoreError} with status 400 when the key has no index of integers with ranges, floats or datetimes.
 */
export function requireRangeIndex(config: CollectionConfig, path: JsonPath, context: RequestContext): void {
  const key = formatJsonPath(path);
  const { type, range } = indexAt(config, key);
  if (type === 'float' || type === 'datetime' || (type === 'integer' && range !== false)) return;
  const advice = `Please create one to use \`order_by\`. ${guide} support Range conditions`;
  throw wrongInput(context, `No range index for \`order_by\` key: \`${key}\`. ${advice}`);
}

/** The types of indexes whose values can be counted. */
export type MatchIndexType = 'keyword' | 'integer' | 'uuid' | 'bool';

/**
 * Returns the type of the index on a key when its values can be counted: keywords, integers with lookups, UUIDs or booleans.
 * Source: qdrant/qdrant lib/segment/src/index/field_index/field_index_base.rs, `as_facet_index`.
 */
export function matchIndexType(config: CollectionConfig, path: JsonPath): MatchIndexType | undefined {
  const { type, lookup } = indexAt(config, formatJsonPath(path));
  if (type === 'integer') return lookup === false ? undefined : type;
  return type === 'keyword' || type === 'uuid' || type === 'bool' ? type : undefined;
}

/** Checks that the values of a key can be counted. @throws {VectorStoreError} with status 400 when {@link matchIndexType} finds no index. */
export function requireMatchIndex(config: CollectionConfig, path: JsonPath, context: RequestContext): void {
  if (matchIndexType(config, path) !== undefined) return;
  const key = formatJsonPath(path);
  const advice = `Please create one to facet on this field. ${guide} support Match conditions`;
  throw wrongInput(context, `No appropriate index for faceting: \`${key}\`. ${advice}`);
}

/**
 * Checks that points can be ranked by the words of a key (qdrant/qdrant lib/shard/src/query/text.rs, `tokenize`).
 *
 * @throws {VectorStoreError} with status 400 when the key has no text index that was created with `scoring`.
 */
export function requireScoringIndex(config: CollectionConfig, path: JsonPath, context: RequestContext): void {
  const key = formatJsonPath(path);
  const { type, scoring } = indexAt(config, key);
  if (type === 'text' && scoring) return;
  if (type === 'text') {
    const advice = 'set `scoring` on it to query it';
    throw failedValidation(context, `The text index on \`${key}\` does not score: ${advice}`);
  }
  const found = type === undefined ? 'has none' : `is indexed as ${type}`;
  throw failedValidation(context, `BM25 requires a text index on field ${key}, which ${found}`);
}

/** Properties of the index on a key; empty when the key has none. */
interface IndexFacts {
  readonly type?: PayloadIndexType;
  readonly lookup?: boolean | null;
  readonly range?: boolean | null;
  readonly scoring?: TextSettings['scoring'];
}

function indexAt({ payloadIndexes = {} }: CollectionConfig, key: string): IndexFacts {
  if (!Object.hasOwn(payloadIndexes, key)) return {};
  const schema = payloadIndexes[key]!;
  return typeof schema === 'string' ? { type: schema } : (schema satisfies PayloadIndexSettings);
}
