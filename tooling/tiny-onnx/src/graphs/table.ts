import type { Initializer } from '../graph.ts';

/** What stands in a table's cell. */
export type CellValue = (row: number, column: number) => number;

/** A constant of `rows` x `columns` floats. */
export function table(name: string, rows: number, columns: number, valueOf: CellValue): Initializer {
  const data = Float32Array.from({ length: rows * columns }, (_, cell) =>
    valueOf(Math.floor(cell / columns), cell % columns),
  );
  return { name, dims: [rows, columns], data };
}
