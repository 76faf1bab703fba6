import { isJsonObject } from '../payloads/json-path.ts';
import type { CreateCollectionRequest } from '../requests/request-types.ts';
import type { CollectionInfo } from '../requests/result-types.ts';
import { malformedRequest, type RequestContext } from '../server-errors.ts';

// The first line of an exported collection. Each other line is a point as `upsert` takes it.
const format = '@x/qdrant-local collection';
const version = 1;

/** What the first line says of the collection: the body of `createCollection` that makes it again. */
export interface CollectionHeader {
  readonly settings: CreateCollectionRequest;
}

/** Describes a collection for its first line. */
export function describeSettings({ config }: CollectionInfo): CollectionHeader {
  const { params, optimizer_config: optimizers_config, ...rest } = config;
  return { settings: { ...params, optimizers_config, ...rest } };
}

/** The first line as an object. */
export function headerLine(header: CollectionHeader): object {
  return { format, version, ...header };
}

/**
 * Reads the first line; its settings are checked by whoever creates the collection.
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
  return { settings: line['settings'] as CreateCollectionRequest };
}
