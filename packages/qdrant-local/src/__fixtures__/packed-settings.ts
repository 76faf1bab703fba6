import type { PackedKind, VectorParams } from '../requests/types/vector-types.ts';

const onDisk = { size: 3, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true } as const;

/** Settings of a multivector on disk, by how its rows are stored. */
export const packedSettings: Readonly<Record<PackedKind, VectorParams>> = {
  float32: { ...onDisk, hnsw_config: { m: 0 } },
  float16: { ...onDisk, datatype: 'float16' },
  uint8: { ...onDisk, datatype: 'uint8' },
  int8: { ...onDisk, quantization_config: { scalar: { type: 'int8', always_ram: false } } },
  int4: { ...onDisk, distance: 'Cosine', quantization_config: { turbo: { bits: 'bits4' } } },
  bit1: { ...onDisk, quantization_config: { binary: {} } },
};

/** The kinds of {@link packedSettings}. */
export const packedKinds = Object.keys(packedSettings) as PackedKind[];
