import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import { DenseColumn } from '../vectors/dense-column.ts';
import { MultiColumn } from '../vectors/multi-column.ts';
import { PackedColumn } from '../vectors/packed-column.ts';
import type { PackedReader } from '../vectors/packed-value.ts';
import { SparseColumn } from '../vectors/sparse-column.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';

/**
 * Updates `columns` to match `config`: adds new columns, removes missing ones, and keeps the rest with their vectors. `readPacked`
 * returns the reader for a vector name's packed rows, or `undefined` when they are in memory.
 */
export function configureColumns(
  columns: Map<string, VectorColumn>,
  config: CollectionConfig,
  readPacked: (vectorName: string) => PackedReader | undefined,
): void {
  const { vectors, sparseVectors = {}, packedVectors = {} } = config;
  for (const name of columns.keys()) {
    if (!Object.hasOwn(vectors, name) && !Object.hasOwn(sparseVectors, name)) columns.delete(name);
  }
  for (const [name, params] of Object.entries(vectors)) {
    if (columns.has(name)) continue;
    const { size, distance, datatype, multivector_config: multivector } = params;
    const dense = { size, distance, datatype: datatype ?? 'float32' };
    if (Object.hasOwn(packedVectors, name)) {
      columns.set(name, new PackedColumn({ size, distance, kind: packedVectors[name]!, read: readPacked(name) }));
    } else columns.set(name, (multivector ?? null) === null ? new DenseColumn(dense) : new MultiColumn(dense));
  }
  for (const [name, params] of Object.entries(sparseVectors)) {
    const column = columns.get(name);
    if (column instanceof SparseColumn) column.reconfigure(params);
    else columns.set(name, new SparseColumn(params));
  }
}
