import { isJsonObject } from '../json/json-path.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { PayloadIndexSchema } from '../requests/types/index-settings.ts';
import type { CreateCollectionRequest } from '../requests/types/request-types.ts';
import type { CollectionInfo } from '../requests/types/result-types.ts';

// The first line of an exported collection. Each other line is a point as `upsert` takes it.
const format = '@x/qdrant-local collection';
const version = 1;

/** What the first line says of the collection, in the words of the requests that make it again. */
export interface CollectionHeader {
  /** Body of `createCollection`. */
  readonly settings: CreateCollectionRequest;
  /** `field_schema` of each `createPayloadIndex`, by its `field_name`. */
  readonly payload_indexes: Readonly<Record<string, PayloadIndexSchema>>;
}

/** Describes a collection for its first line. */
export function describeSettings({ config, payload_schema: schema }: CollectionInfo): CollectionHeader {
  const { params, optimizer_config: optimizers_config, ...rest } = config;
  const indexes = Object.entries(schema).map(
    ([key, { data_type, params: given }]) => [key, given ?? data_type] as const,
  );
  return { settings: { ...params, optimizers_config, ...rest }, payload_indexes: Object.fromEntries(indexes) };
}

/** The first line as an object. */
export function headerLine(header: CollectionHeader): object {
  return { format, version, ...header };
}

/**
 * Reads the first line; its settings are checked when the collection and its indexes are made.
 *
 * @throws {VectorStoreError} with status 400 when it is no first line, or one of another version.
 */
export function readHeader(line: unknown, context: RequestContext): CollectionHeader {
  if (!isJsonObject(line) || line['format'] !== format) {
    throw malformedRequest(context, `the first line must describe the collection: { "format": "${format}", ... }`);
  }
  if (line['version'] !== version) {
    const found = JSON.stringify(line['version']);
    throw malformedRequest(context, `the lines have version ${found}, but this release reads version ${version}`);
  }
  const { settings, payload_indexes: indexes = {} } = line;
  if (!isJsonObject(indexes)) throw malformedRequest(context, 'payload_indexes must be an object');
  return {
    settings: settings as CreateCollectionRequest,
    payload_indexes: indexes as CollectionHeader['payload_indexes'],
  };
}
