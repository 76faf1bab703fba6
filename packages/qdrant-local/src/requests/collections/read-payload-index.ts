import { copySettings } from '../../json/copy-json.ts';
import { arrayPath, formatJsonPath, isJsonObject, parseJsonPath } from '../../json/json-path.ts';
import { readObject, refuseUnknownKeys, renameAliases } from '../../json/read-fields.ts';
import { badRequest, invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { writeOptionKeys } from '../shared-keys.ts';
import type { PayloadIndexSchema, PayloadIndexSettings, PayloadIndexType } from '../types/index-settings.ts';
import { withLanguageNames } from './language-names.ts';
import { readTextIndexSettings } from './read-text-index.ts';

/** A checked `createPayloadIndex`. */
export interface ParsedPayloadIndex {
  /** The path in its canonical spelling. */
  readonly key: string;
  readonly schema: PayloadIndexSchema;
}

const flagsOf: Readonly<Record<PayloadIndexType, readonly string[]>> = {
  keyword: ['is_tenant', 'prefix'],
  integer: ['lookup', 'range', 'is_principal'],
  float: ['is_principal'],
  geo: [],
  text: ['lowercase', 'ascii_folding', 'phrase_matching'],
  bool: [],
  datetime: ['is_principal'],
  uuid: ['is_tenant'],
};
const types = Object.keys(flagsOf);
const textKeys = ['tokenizer', 'min_token_len', 'max_token_len', 'stopwords', 'stemmer', 'scoring'];

/**
 * Reads the body of `createPayloadIndex`.
 *
 * Source: qdrant/qdrant lib/segment/src/data_types/index.rs.
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function readCreatePayloadIndex(request: unknown, context: RequestContext): ParsedPayloadIndex {
  const body = renameAliases(
    readObject(request, 'the payload index', context),
    { field_type: 'field_schema' },
    context,
  );
  refuseUnknownKeys(body, ['field_name', 'field_schema', ...writeOptionKeys], 'the payload index', context);
  const schema = body['field_schema'] ?? undefined;
  if (schema === undefined) {
    throw badRequest(context, "Can't auto-detect field type, please specify `field_schema` in the request");
  }
  const key = readIndexKey(body['field_name'], context);
  const settings = readSchema(schema, context);
  if (typeof settings === 'object') requireWithin(settings.nested ?? undefined, key, context);
  return { key, schema: settings };
}

/** Checks that a key is inside the elements of the array in which its index is nested. @throws {VectorStoreError} with status 400 when it is not. */
function requireWithin(nested: unknown, key: string, context: RequestContext): void {
  if (nested === undefined) return;
  const array = formatJsonPath(arrayPath(parseJsonPath(nested, 'field_schema.nested', context)));
  if (key.startsWith(`${array}.`)) return;
  throw badRequest(
    context,
    `field_name \`${key}\` of an index with field_schema.nested must be inside the elements of its array, such as \`${array}.name\``,
  );
}

/** Returns the canonical spelling of an index's key. @throws {VectorStoreError} with status 400 when it is not a path. */
export function readIndexKey(key: unknown, context: RequestContext): string {
  return formatJsonPath(parseJsonPath(key, 'field_name', context));
}

function readSchema(schema: unknown, context: RequestContext): PayloadIndexSchema {
  if (!isJsonObject(schema)) return readType(schema, 'field_schema', context);
  const type = readType(schema['type'], 'field_schema.type', context);
  const flags = ['on_disk', 'enable_hnsw', ...flagsOf[type]];
  const known = ['type', 'memory', 'nested', ...flags, ...(type === 'text' ? textKeys : [])];
  refuseUnknownKeys(schema, known, `field_schema of type ${type}`, context);
  for (const flag of flags) {
    const value = schema[flag] ?? undefined;
    if (value !== undefined && typeof value !== 'boolean') {
      throw malformedRequest(context, `field_schema.${flag} must be a boolean`);
    }
  }
  const memory = schema['memory'] ?? 'pinned';
  if (memory !== 'cold' && memory !== 'cached' && memory !== 'pinned') {
    throw malformedRequest(context, 'field_schema.memory must be one of cold, cached and pinned');
  }
  if (type === 'integer' && schema['lookup'] === false && schema['range'] === false) {
    throw invalidValue(context, 'field_schema', "the 'lookup' and 'range' capabilities can't be both disabled");
  }
  const kept = type === 'text' ? readTextIndexSettings(withLanguageNames(schema), context) : schema;
  return copySettings(kept, 'field_schema', context) as unknown as PayloadIndexSettings;
}

function readType(type: unknown, path: string, context: RequestContext): PayloadIndexType {
  if (typeof type === 'string' && types.includes(type)) return type as PayloadIndexType;
  throw malformedRequest(context, `${path} must be one of ${types.join(', ')}`);
}
