import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PackedKind } from '../requests/types/vector-types.ts';
import { packedKindOf } from '../vectors/packed/packed-kind.ts';

/** The settings of a collection that is made now: with the moment, and how the rows of each multivector on disk are packed. */
export function newCollectionConfig(settings: CollectionConfig, createdAt: Date): CollectionConfig {
  const packedVectors = packedKinds(settings);
  return {
    ...settings,
    createdAt: createdAt.toISOString(),
    ...(Object.keys(packedVectors).length === 0 ? {} : { packedVectors }),
  };
}

/** Vectors without a quantization of their own have the collection's, as on a server, which also goes by `memory` before `on_disk`. */
function packedKinds({ vectors, tuning = {} }: CollectionConfig): Record<string, PackedKind> {
  const { quantization_config: ofCollection } = tuning;
  const kinds = Object.entries(vectors).map(([name, params]) => {
    const quantization = params.quantization_config ?? (ofCollection as object | undefined) ?? null;
    const isOnDisk = (params.memory ?? null) === null ? params.on_disk : params.memory === 'cold';
    return [name, packedKindOf({ ...params, on_disk: isOnDisk ?? false, quantization_config: quantization })] as const;
  });
  return Object.fromEntries(kinds.filter((entry): entry is [string, PackedKind] => entry[1] !== undefined));
}
