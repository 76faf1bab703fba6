import type { PointId } from '@x/core';

import { refused } from './refused.ts';

type Payload = Record<string, unknown>;
type Vectors = Record<string, unknown>;

/** Body of `createCollection`, as far as the operations use it. */
export interface NaiveSettings {
  readonly vectors: { size: number } | Record<string, { size: number; multivector_config?: unknown }>;
  readonly sparse_vectors?: Record<string, object>;
}

interface NaivePoint {
  readonly id: PointId;
  readonly payload: Payload;
  /** By name. The unnamed vector has the empty string as its name. */
  readonly vectors: Vectors;
}

/** The body of a write. */
export interface NaiveRequest {
  readonly points?: readonly (PointId | { id: PointId; vector: unknown; payload?: Payload })[];
  readonly filter?: { must: { key: string; match: { value: unknown } } };
  readonly payload?: Payload;
  readonly key?: string;
  readonly keys?: readonly string[];
  readonly vector?: readonly string[];
  readonly operations?: readonly Record<string, NaiveRequest>[];
}

/** The points of one collection, by id. */
export class NaiveCollection {
  /** Settings of each vector, by name. */
  vectors: Record<string, { size?: number }>;
  indexes: Record<string, unknown> = {};
  points = new Map<PointId, NaivePoint>();

  constructor({ vectors, sparse_vectors: sparse = {} }: NaiveSettings) {
    this.vectors = { ...(typeof vectors.size === 'number' ? { '': vectors } : vectors), ...sparse } as never;
  }

  copy(): NaiveCollection {
    const copy = new NaiveCollection({ vectors: {} });
    copy.vectors = { ...this.vectors };
    copy.indexes = { ...this.indexes };
    copy.points = new Map(this.points);
    return copy;
  }

  /** Returns settings and points. The points are in id order: integers, then UUIDs. */
  dump(): unknown {
    const points = [...this.points.values()].toSorted(({ id: a }, { id: b }) => {
      if (typeof a === typeof b || (typeof a !== 'string' && typeof b !== 'string')) return a < b ? -1 : 1;
      return typeof a === 'string' ? 1 : -1;
    });
    return {
      vectors: Object.keys(this.vectors).toSorted(),
      indexes: Object.keys(this.indexes).toSorted(),
      points: points.map(({ id, payload, vectors }) => {
        const names = Object.keys(vectors);
        return { id, payload, vector: names.length === 1 && names[0] === '' ? vectors[''] : vectors };
      }),
    };
  }

  /** Adds a vector name. Does nothing when the name already exists. */
  addVector(name: string, { dense }: { dense: { size: number } }): void {
    const existing = this.vectors[name];
    if (existing === undefined) this.vectors[name] = dense;
    else if (existing.size !== dense.size) throw refused(400);
  }

  removeVector(name: string): void {
    delete this.vectors[name];
    for (const [id, point] of this.points) this.points.set(id, { ...point, vectors: without(point.vectors, [name]) });
  }

  /** Runs one operation of a batch, given by its name in the batch. */
  write(name: string, request: NaiveRequest): void {
    if (name === 'upsert') this.#upsert(request);
    else if (name === 'delete') for (const id of this.#select(request)) this.points.delete(id);
    else if (name === 'update_vectors') this.#updateVectors(request);
    else if (name === 'delete_vectors') this.#deleteVectors(request);
    else this.#update(this.#select(request), (point) => ({ ...point, payload: changePayload(name, point, request) }));
  }

  #upsert({ points = [] }: NaiveRequest): void {
    if (points.length === 0) throw refused(400);
    for (const point of points as { id: PointId; vector: unknown; payload: Payload }[]) {
      const { id, vector, payload } = point;
      this.points.set(id, { id, vectors: this.#check(vector), payload: structuredClone(payload) });
    }
  }

  #updateVectors({ points = [] }: NaiveRequest): void {
    const updates = points as { id: PointId; vector: unknown }[];
    // Vectors are checked before points.
    for (const { vector } of updates) this.#check(vector);
    for (const { id, vector } of updates) {
      this.#update([id], (point) => ({ ...point, vectors: { ...point.vectors, ...this.#check(vector) } }));
    }
  }

  #deleteVectors({ vector: names = [], ...selection }: NaiveRequest): void {
    if (names.some((name) => !(name in this.vectors))) throw refused(400);
    this.#update(this.#select(selection), (point) => ({ ...point, vectors: without(point.vectors, names) }));
  }

  #select({ points, filter }: NaiveRequest): PointId[] {
    if (points?.length === 0) throw refused(400);
    if (points !== undefined) return points as PointId[];
    const { key, match } = filter!.must;
    return [...this.points.values()].filter(({ payload }) => payload[key] === match.value).map(({ id }) => id);
  }

  #update(ids: readonly PointId[], change: (point: NaivePoint) => NaivePoint): void {
    for (const id of ids) {
      const point = this.points.get(id);
      if (point === undefined) throw refused(404);
      this.points.set(id, change(structuredClone(point)));
    }
  }

  /** Returns the vectors by name, after checking that the collection has the names and sizes. */
  #check(vector: unknown): Vectors {
    const vectors = (Array.isArray(vector) ? { '': vector } : vector) as Vectors;
    for (const [name, value] of Object.entries(vectors)) {
      const settings = this.vectors[name];
      const row: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
      if (settings === undefined || (Array.isArray(row) && row.length !== settings.size)) throw refused(400);
    }
    return structuredClone(vectors);
  }
}

function changePayload(name: string, { payload }: NaivePoint, { payload: given, key, keys }: NaiveRequest): Payload {
  if (name === 'set_payload') return merge(payload, given!, key?.split('.'));
  if (name === 'overwrite_payload') return structuredClone(given!);
  return name === 'delete_payload' ? without(payload, keys!) : {};
}

/** Merges `added` into the object at `path`, which is created when it is missing. */
function merge(payload: Payload, added: Payload, path: readonly string[] = []): Payload {
  const [first, ...rest] = path;
  if (first === undefined) return { ...payload, ...structuredClone(added) };
  const inner = payload[first];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return { ...payload, [first]: merge(isObject ? (inner as Payload) : {}, added, rest) };
}

function without(object: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Rejects what is invalid for any collection: an update of a point whose vectors are all empty. */
export function refuseEmptyUpdates(name: string, { points = [] }: NaiveRequest): void {
  if (name !== 'update_vectors') return;
  const isEmpty = (vector: unknown): boolean =>
    !Array.isArray(vector) && (vector as { indices: [] }).indices.length === 0;
  for (const { vector } of points as readonly { vector: object }[]) {
    if (!Array.isArray(vector) && Object.values(vector).every(isEmpty)) throw refused(422);
  }
}
