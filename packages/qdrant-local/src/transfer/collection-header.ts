import { isJsonObject } from '../json/json-path.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { PayloadIndexSchema } from '../requests/types/index-settings.ts';
import type { CreateCollectionRequest } from '../requests/types/request-types.ts';
import type { CollectionInfo } from '../requests/types/result-types.ts';

// The first line of an exported collection. Every other line is a point in the form that `upsert` takes.
const format = '@x/qdrant-local collection';
const version = 1;

/** The first line's description of the collection, in terms of the requests that create it. */
export interface CollectionHeader {
  /** Body of `createCollection`. */
  readonly settings: CreateCollectionRequest;
  /** `field_schema` of each `createPayloadIndex`, by its `field_name`. */
  readonly payload_indexes: Readonly<Record<string, PayloadIndexSchema>>;
}

/** Describes a collection for the first line. */
export function describeSettings({ config, payload_schema: schema }: CollectionInfo): CollectionHeader {
  const { params, optimizer_config: optimizers_config, ...rest } = config;
  const indexes = Object.entries(schema).map(
    ([key, { data_type, params: given }]) => [key, given ?? data_type] as const,
  );
  return { settings: { ...params, optimizers_config, ...rest }, payload_indexes: Object.fromEntries(indexes) };
}

/** Returns the first line as an object. */
export function headerLine(header: CollectionHeader): object {
  return { format, version, ...header };
}

/**
 * Reads the first line. Its settings are checked when the collection and its indexes are created.
 *
 * @throws {VectorStoreError} with status 400 when it is not a first line, or has another version.
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
