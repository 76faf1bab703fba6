/** A vector in the form of requests and results. */
export type NaiveVector =
  | readonly number[]
  | readonly (readonly number[])[]
  | { readonly indices: readonly number[]; readonly values: readonly number[] };

/** A point of {@link NaiveVectors}. */
export interface NaiveVectorPoint {
  readonly n: number;
  readonly vectors: Readonly<Record<string, NaiveVector>>;
}

/** One operation, in the form of a batch, or one of the two operations on vector names. */
export type VectorOperation =
  | {
      upsert: {
        points: { id: number; vector: Record<string, NaiveVector>; n: number }[];
        mode: string;
        only: number | undefined;
      };
    }
  | { update_vectors: { points: { id: number; vector: Record<string, NaiveVector> }[]; only: number | undefined } }
  | { delete_vectors: { points: number[]; vector: string[] } }
  | { delete: { points: number[] } }
  | { create_name: string }
  | { delete_name: string };

/** Points with vectors of several names, in the simplest representation. Vectors must have two numbers in each row. */
export class NaiveVectors {
  points = new Map<number, NaiveVectorPoint>();
  names = new Set(['dense', 'multi', 'cold', 'sparse']);

  copy(): NaiveVectors {
    const copy = new NaiveVectors();
    copy.points = new Map(this.points);
    copy.names = new Set(this.names);
    return copy;
  }

  /** Runs an operation. @throws {Error} when a server would reject the operation, which may be partly applied by then. */
  run(operation: VectorOperation): void {
    const before = new Map(this.points);
    if ('upsert' in operation) {
      const { points, mode, only } = operation.upsert;
      if (points.length === 0) throw new Error('refused: no points');
      for (const { vector } of points) this.#check(vector);
      for (const { id, vector, n } of points) {
        const old = before.get(id);
        const isWanted = old === undefined ? mode !== 'update_only' : mode !== 'insert_only' && passes(old, only);
        if (isWanted) this.points.set(id, { n, vectors: vector });
      }
    } else if ('update_vectors' in operation) {
      const { points, only } = operation.update_vectors;
      const isEmpty = (vector: NaiveVector): boolean => 'indices' in vector && vector.indices.length === 0;
      if (points.some(({ vector }) => Object.values(vector).every(isEmpty))) throw new Error('refused: no vector');
      for (const { vector } of points) this.#check(vector);
      for (const { id, vector } of points) {
        const old = this.#require(id);
        if (passes(before.get(id)!, only)) this.points.set(id, { ...old, vectors: { ...old.vectors, ...vector } });
      }
    } else if ('delete_vectors' in operation) {
      const { points, vector } = operation.delete_vectors;
      this.#check(Object.fromEntries(vector.map((name) => [name, []])), false);
      if (points.length === 0) throw new Error('refused: no points');
      for (const id of points) this.points.set(id, without(this.#require(id), vector));
    } else if ('delete' in operation) {
      if (operation.delete.points.length === 0) throw new Error('refused: no points');
      for (const id of operation.delete.points) this.points.delete(id);
    } else if ('create_name' in operation) {
      this.names.add(operation.create_name);
    } else {
      this.names.delete(operation.delete_name);
      for (const [id, point] of this.points) this.points.set(id, without(point, [operation.delete_name]));
    }
  }

  #check(vectors: Readonly<Record<string, NaiveVector>>, isWhole = true): void {
    for (const [name, vector] of Object.entries(vectors)) {
      if (!this.names.has(name)) throw new Error(`refused: there is no vector ${name}`);
      if (isWhole && name === 'dense' && (vector as number[]).length !== 2) throw new Error('refused: dimension');
    }
  }

  #require(id: number): NaiveVectorPoint {
    const point = this.points.get(id);
    if (point === undefined) throw new Error(`refused: there is no point ${id}`);
    return point;
  }
}

function passes({ n }: NaiveVectorPoint, only: number | undefined): boolean {
  return only === undefined || n === only;
}

function without(point: NaiveVectorPoint, names: readonly string[]): NaiveVectorPoint {
  return {
    ...point,
    vectors: Object.fromEntries(Object.entries(point.vectors).filter(([name]) => !names.includes(name))),
  };
}
