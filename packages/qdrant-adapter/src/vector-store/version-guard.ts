import {
  type OptionKinds,
  requireInteger,
  requireKind,
  requireOptions,
  type VersionedScanOptions,
  type VersionGuard,
  VectorStoreError,
} from '@x/core';

import type { StoreClient } from './store-client.ts';

const guardKinds: OptionKinds<VersionGuard> = { field: 'text', version: 'number', signal: 'signal' };
const scanKinds: OptionKinds<VersionedScanOptions> = { ...guardKinds, where: 'object' };

/** A condition in the filter of a request. */
type Condition = Readonly<Record<string, unknown>>;

/** Returns a guard after checking it. @throws {InvalidArgumentError} naming the invalid field. */
export function requireGuard(guard: VersionGuard): VersionGuard {
  return requireVersion(requireOptions(guard, guardKinds, 'guard'));
}

/** Returns the options of a guarded scan after checking them. @throws {InvalidArgumentError} naming the invalid option. */
export function requireScan(options: VersionedScanOptions): VersionedScanOptions {
  const { where = {} } = requireVersion(requireOptions(options, scanKinds));
  for (const [path, value] of Object.entries(where)) {
    requireInteger(value, `where["${path}"]`, { min: Number.MIN_SAFE_INTEGER });
  }
  return options;
}

function requireVersion<Guard extends VersionGuard>(guard: Guard): Guard {
  requireKind(guard.field, 'text', 'field');
  requireInteger(guard.version, 'version', { min: -1 });
  return guard;
}

/** Returns a filter that excludes points with a newer version. */
export function notNewer({ field, version }: VersionGuard): { readonly must_not: readonly Condition[] } {
  return { must_not: [{ key: field, range: { gt: version } }] };
}

/** Returns an equality condition as a range, so that one kind of index supports all conditions. */
export function equals(path: string, value: number): Condition {
  return { key: path, range: { gte: value, lte: value } };
}

/** Returns the `key` of a request that selects the parent object of a path; `{}` for the payload itself. */
export function parentOf(path: string): { readonly key?: string } {
  const dot = path.lastIndexOf('.');
  return dot === -1 ? {} : { key: path.slice(0, dot) };
}

/** Creates an index of a numeric payload field if it has none. Filters need it in large collections, and wherever strict mode requires it. */
export async function ensureRangeIndex(client: StoreClient, collection: string, field: string): Promise<void> {
  const isIndexed = async (): Promise<boolean> => {
    const { payload_schema: schema } = await client.getCollection(collection);
    return schema[field] !== undefined;
  };
  if (await isIndexed()) return;
  try {
    const range = { type: 'integer', lookup: false, range: true } as const;
    await client.createPayloadIndex(collection, { field_name: field, field_schema: range });
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!(await isIndexed())) throw error;
  }
}

/** Checks that a server supports `update_filter`. @throws {VectorStoreError} 501 when it ignores `update_filter`. */
export async function requireConditionalWrites(client: StoreClient, collection: string): Promise<void> {
  if (client.endpoint === undefined) return;
  const { version } = await client.versionInfo();
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || Number(major) > 1 || (major === '1' && Number(minor) >= 16)) return;
  throw new VectorStoreError({
    message: `Runs with an id need a Qdrant server that writes by condition (update_filter), 1.16 or later, but this one is ${version}.`,
    operation: 'upsert',
    collection,
    status: 501,
  });
}
