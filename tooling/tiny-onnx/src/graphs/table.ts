import type { Initializer } from '../graph.ts';

/** Returns the value of a table's cell. */
export type CellValue = (row: number, column: number) => number;

/** Creates a constant of `rows` x `columns` floats. */
export function table(name: string, rows: number, columns: number, valueOf: CellValue): Initializer {
  const data = Float32Array.from({ length: rows * columns }, (_, cell) =>
    valueOf(Math.floor(cell / columns), cell % columns),
  );
  return { name, dims: [rows, columns], data };
}
