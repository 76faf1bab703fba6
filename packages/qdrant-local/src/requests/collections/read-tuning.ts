import { copySettings } from '../../json/copy-json.ts';
import { readObject, refuseUnknownKeys, renameAliases } from '../../json/read-fields.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { numberOf } from '../../json/whole-float.ts';

/** Settings that tune a server. They have no effect in this engine, but are returned. */
export type TuningSettings = Readonly<Record<string, unknown>>;

/** The values that say how a server keeps data in memory. */
export const memoryPlaces = ['cold', 'cached', 'pinned'] as const;

/** Aliases of settings of a whole collection. */
export const collectionAliases: Readonly<Record<string, string>> = {
  optimizer_config: 'optimizers_config',
  quantization: 'quantization_config',
};

/** Aliases of settings inside their objects. */
const tuningAliases: Readonly<Record<string, string>> = {
  full_scan_threshold_kb: 'full_scan_threshold',
  max_segment_size_kb: 'max_segment_size',
  memmap_threshold_kb: 'memmap_threshold',
  indexing_threshold_kb: 'indexing_threshold',
};

/** The keys of each settings object, grouped by the type of their values. */
const tuningKeys: Readonly<Record<string, { numbers?: string; flags?: string; others?: string }>> = {
  hnsw_config: {
    numbers: 'm ef_construct full_scan_threshold max_indexing_threads payload_m',
    flags: 'on_disk inline_storage',
    others: 'memory',
  },
  optimizers_config: {
    numbers:
      'deleted_threshold vacuum_min_vector_number default_segment_number max_segment_size memmap_threshold ' +
      'indexing_threshold flush_interval_sec',
    flags: 'prevent_unoptimized',
    others: 'max_optimization_threads',
  },
  wal_config: { numbers: 'wal_capacity_mb wal_segments_ahead wal_retain_closed' },
  quantization_config: { others: 'scalar product binary turbo' },
  payload: { others: 'memory' },
  id_tracker: { others: 'memory' },
};

/** The bounds of numbers with a narrower range (lib/collection/src/operations/config_diff.rs). */
const ranges: Readonly<Record<string, { readonly min: number; readonly max?: number }>> = {
  ef_construct: { min: 4 },
  deleted_threshold: { min: 0, max: 1 },
  vacuum_min_vector_number: { min: 100 },
  max_segment_size: { min: 1 },
  wal_capacity_mb: { min: 1 },
};

/**
 * Reads the `keys` that `body` contains, each a settings object. Null values are left out.
 *
 * @throws {VectorStoreError} with status 400 when a value is not an object, or contains an unknown key; 422 when a number is out of range.
 */
export function readTuning(
  body: Record<string, unknown>,
  keys: readonly string[],
  path: string,
  context: RequestContext,
): TuningSettings {
  const settings: Record<string, unknown> = {};
  for (const key of keys) {
    const value = body[key] ?? undefined;
    if (value === undefined) continue;
    const what = path === '' ? key : `${path}.${key}`;
    const object = renameAliases(readObject(value, what, context), tuningAliases, context);
    checkTuning(object, key, what, context);
    settings[key] = withoutNulls(copySettings(object, what, context));
  }
  return settings;
}

function checkTuning(object: Record<string, unknown>, key: string, what: string, context: RequestContext): void {
  const { numbers = '', flags = '', others = '' } = tuningKeys[key]!;
  refuseUnknownKeys(object, `${numbers} ${flags} ${others}`.trim().split(/ +/), what, context);
  for (const [setting, given] of Object.entries(withoutNulls(object))) {
    const isNumber = numbers.split(' ').includes(setting);
    const isFraction = setting === 'deleted_threshold';
    const value = isFraction ? numberOf(given) : given;
    if (isNumber && !(isFraction ? Number.isFinite(value) : isWhole(value))) {
      throw malformedRequest(context, `${what}.${setting} must be a ${isFraction ? '' : 'whole '}number of at least 0`);
    }
    if (setting === 'max_optimization_threads' && value !== 'auto' && !isWhole(value)) {
      throw malformedRequest(context, `${what}.${setting} must be \`auto\` or a whole number of at least 0`);
    }
    if (setting === 'memory') readVariant(object, 'memory', { variants: memoryPlaces, path: what }, context);
    const { min = 0, max = Infinity } = ranges[setting] ?? {};
    if (isNumber && ((value as number) < min || (value as number) > max)) {
      const bounds = max === Infinity ? `${min} or larger` : `from ${min} to ${max}`;
      throw invalidValue(context, `${what}.${setting}`, `value ${String(value)} invalid, must be ${bounds}`);
    }
    if (flags.split(' ').includes(setting) && typeof value !== 'boolean') {
      throw malformedRequest(context, `${what}.${setting} must be a boolean`);
    }
  }
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** Reads a boolean setting; returns `{}` when it is missing. @throws {VectorStoreError} with status 400 when it is not a boolean. */
export function readFlag(body: Record<string, unknown>, key: string, context: RequestContext): TuningSettings {
  const value = body[key] ?? undefined;
  if (value !== undefined && typeof value !== 'boolean') throw malformedRequest(context, `${key} must be a boolean`);
  return value === undefined ? {} : { [key]: value };
}

/** Reads one of `variants`; returns `{}` when it is missing. @throws {VectorStoreError} with status 400 when it is none of them. */
export function readVariant<Key extends string, Variant extends string>(
  body: Record<string, unknown>,
  key: Key,
  { variants, path }: { readonly variants: readonly Variant[]; readonly path: string },
  context: RequestContext,
): { [key in Key]?: Variant } {
  const value = body[key] ?? undefined;
  if (value === undefined) return {};
  if (!variants.includes(value as Variant)) {
    const shown = typeof value === 'string' ? value : typeof value;
    throw malformedRequest(
      context,
      `unknown variant \`${shown}\` in ${path}.${key}, expected one of ${variants.join(', ')}`,
    );
  }
  return { [key]: value } as { [key in Key]?: Variant };
}

function withoutNulls(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}
