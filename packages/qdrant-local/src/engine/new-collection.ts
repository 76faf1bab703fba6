import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PackedKind } from '../requests/types/vector-types.ts';
import { packedKindOf } from '../vectors/packed/packed-kind.ts';

/** Returns the settings of a new collection, with its creation time and the kind of packing for each multivector on disk. */
export function newCollectionConfig(settings: CollectionConfig, createdAt: Date): CollectionConfig {
  const packedVectors = packedKinds(settings);
  return {
    ...settings,
    createdAt: createdAt.toISOString(),
    ...(Object.keys(packedVectors).length === 0 ? {} : { packedVectors }),
  };
}

/** A vector without its own quantization uses the collection's, and `memory` takes precedence over `on_disk`, both as on a server. */
function packedKinds({ vectors, tuning = {} }: CollectionConfig): Record<string, PackedKind> {
  const { quantization_config: ofCollection } = tuning;
  const kinds = Object.entries(vectors).map(([name, params]) => {
    const quantization = params.quantization_config ?? (ofCollection as object | undefined) ?? null;
    const isOnDisk = (params.memory ?? null) === null ? params.on_disk : params.memory === 'cold';
    return [name, packedKindOf({ ...params, on_disk: isOnDisk ?? false, quantization_config: quantization })] as const;
  });
  return Object.fromEntries(kinds.filter((entry): entry is [string, PackedKind] => entry[1] !== undefined));
}
