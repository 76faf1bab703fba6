import type { PointId } from '@x/core';

import { refused } from './refused.ts';

type Vectors = number[] | Record<string, number[]>;
type Payload = Record<string, unknown>;

/** The part of a collection's settings that the operations use. */
export interface NaiveConfig {
  readonly vectors: { size: number } | Record<string, { size: number }>;
}

interface NaivePoint {
  readonly id: PointId;
  readonly payload: Payload;
  readonly vector: Vectors;
}

interface Selection {
  readonly points?: readonly PointId[];
  readonly filter?: { must: { key: string; match: { value: unknown } } };
}

/** The points of one collection, by id. */
export class NaiveCollection {
  readonly config: NaiveConfig;
  points = new Map<PointId, NaivePoint>();

  constructor(config: NaiveConfig) {
    this.config = config;
  }

  copy(): NaiveCollection {
    const copy = new NaiveCollection(this.config);
    copy.points = new Map(this.points);
    return copy;
  }

  /** The points in the order of their ids: integers, then UUIDs. */
  dump(): NaivePoint[] {
    return [...this.points.values()].toSorted(({ id: a }, { id: b }) => {
      if (typeof a === typeof b || (typeof a !== 'string' && typeof b !== 'string')) return a < b ? -1 : 1;
      return typeof a === 'string' ? 1 : -1;
    });
  }

  write(method: string, request: Selection & { points?: never; payload?: Payload; key?: string }): void {
    if (method === 'upsert') this.#upsert(request.points as unknown as NaivePoint[]);
    else if (method === 'delete') for (const id of this.#select(request)) this.points.delete(id);
    else this.#update(this.#select(request), (payload) => merge(payload, request.payload!, request.key?.split('.')));
  }

  #upsert(points: readonly NaivePoint[]): void {
    for (const { id, vector, payload } of points) {
      const sizes = isOne(this.config.vectors) ? { '': this.config.vectors } : this.config.vectors;
      for (const [name, values] of Object.entries(Array.isArray(vector) ? { '': vector } : vector)) {
        if (sizes[name]?.size !== values.length) throw refused(400);
      }
      this.points.set(id, { id, vector, payload: structuredClone(payload) });
    }
  }

  #select({ points, filter }: Selection): PointId[] {
    if (points !== undefined) return [...points];
    const { key, match } = filter!.must;
    return [...this.points.values()].filter(({ payload }) => payload[key] === match.value).map(({ id }) => id);
  }

  #update(ids: readonly PointId[], change: (payload: Payload) => Payload): void {
    for (const id of ids) {
      const point = this.points.get(id);
      if (point === undefined) throw refused(404);
      this.points.set(id, { ...point, payload: change(structuredClone(point.payload)) });
    }
  }
}

/** Merges `added` into the object at `path`, which is made where it is missing. */
function merge(payload: Payload, added: Payload, path: readonly string[] = []): Payload {
  const [first, ...rest] = path;
  if (first === undefined) return { ...payload, ...structuredClone(added) };
  const inner = payload[first];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return { ...payload, [first]: merge(isObject ? (inner as Payload) : {}, added, rest) };
}

function isOne(vectors: NaiveConfig['vectors']): vectors is { size: number } {
  return typeof (vectors as { size: unknown }).size === 'number';
}
