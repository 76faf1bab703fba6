import { type NamedVectorsPoint, type PointId, requireInteger, ShapeMismatchError, type StoreHit, type StoreQueryOptions, type StoreVector, type VersionedScanOptions, type VersionedStore, type VersionGuard } from '@x/core'; // prettier-ignore

interface CallOptions {
  readonly signal?: AbortSignal;
}

type WriteName = 'upsert' | 'update' | 'delete';

/** An in-memory store of dense vectors that returns the nearest points first. Records its writes. */
export class FakeStore<Payload extends object> implements VersionedStore<Payload> {
  readonly points = new Map<string, NamedVectorsPoint<Payload>>();
  readonly writes: string[] = [];
  /** Called before each write with the name of the method; may throw. */
  beforeWrite: (name: WriteName) => void = () => {};
  /** Called after each write was applied; may throw, to simulate a lost response. */
  afterWrite: () => void = () => {};

  #dimension: number | undefined;

  async upsert(points: readonly NamedVectorsPoint<Payload>[], { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    for (const { vector } of points) if (vector instanceof Float32Array) this.#requireDimension(vector);
    this.#record('upsert', points.length);
    const keyed = points.map((point) => [keyOf(point.id), point] as const);
    for (const [key, point] of keyed) this.points.set(key, point);
    this.afterWrite();
  }

  async delete(ids: readonly PointId[], { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#record('delete', ids.length);
    for (const id of ids) this.points.delete(keyOf(id));
    this.afterWrite();
  }

  async query(vector: StoreVector, { limit, using, filter, signal }: StoreQueryOptions): Promise<StoreHit<Payload>[]> {
    signal?.throwIfAborted();
    requireInteger(limit, 'limit', { min: 1 });
    if (using === undefined) this.#requireDimension(vector as Float32Array);
    const hits = [...this.points.values()]
      .filter(({ id }) => filter === undefined || (filter as PointId[]).includes(id))
      .map(({ id, payload, vector: stored }) => {
        const own = using === undefined ? stored : (stored as Record<string, StoreVector>)[using]!;
        return { id, payload, score: 0 - distance(own as Float32Array, vector as Float32Array) };
      });
    return hits.toSorted((a, b) => b.score - a.score).slice(0, limit);
  }

  async retrieve(ids: readonly PointId[], { signal }: CallOptions = {}): Promise<NamedVectorsPoint<Payload>[]> {
    signal?.throwIfAborted();
    return ids.flatMap((id) => this.points.get(keyOf(id)) ?? []);
  }

  async *scan({ signal }: CallOptions = {}): AsyncGenerator<NamedVectorsPoint<Payload>, void, undefined> {
    signal?.throwIfAborted();
    yield* Array.from(this.points.values());
  }

  async upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard): Promise<void> {
    const isOpen = this.#openTo(guard);
    await this.upsert(points.filter(isOpen), guard);
  }

  async updateUnlessNewer(
    ids: readonly PointId[],
    values: Readonly<Record<string, number | string>>,
    guard: VersionGuard,
  ): Promise<void> {
    const isOpen = this.#openTo(guard);
    this.#record('update', ids.length);
    for (const id of ids) {
      const point = this.points.get(keyOf(id));
      if (point !== undefined && isOpen(point))
        this.points.set(keyOf(id), { ...point, payload: assign(point.payload, guard.field, values) });
    }
    this.afterWrite();
  }

  async deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard): Promise<void> {
    const isOpen = this.#openTo(guard);
    await this.delete(ids.filter((id) => isOpen({ id })), guard); // prettier-ignore
  }

  async *scanUnlessNewer({
    where = {},
    ...guard
  }: VersionedScanOptions): AsyncGenerator<NamedVectorsPoint<Payload>, void, undefined> {
    const isOpen = this.#openTo(guard);
    for await (const point of this.scan(guard)) {
      const isWanted = Object.entries(where).every(([path, value]) => read(point.payload, path) === value);
      if (isWanted && isOpen(point)) yield point;
    }
  }

  /** Returns a function that tells whether a guard allows changing the stored point with an id. */
  #openTo({ field, version, signal }: VersionGuard): (point: { readonly id: PointId }) => boolean {
    signal?.throwIfAborted();
    requireInteger(version, 'version', { min: -1 });
    return ({ id }) => {
      const stored = this.points.get(keyOf(id));
      const number = stored === undefined ? undefined : read(stored.payload, field);
      return typeof number !== 'number' || number <= version;
    };
  }

  #record(name: WriteName, count: number): void {
    this.beforeWrite(name);
    this.writes.push(`${name} ${count}`);
  }

  /** Requires the dimension of the first stored vector. */
  #requireDimension({ length }: Float32Array): void {
    this.#dimension ??= length;
    if (length === this.#dimension) return;
    throw new ShapeMismatchError({ tensor: 'vector', expected: `[${this.#dimension}]`, actual: `[${length}]` });
  }
}

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/** Returns the same key for all spellings of an id. Like a real store, refuses ids other than integers and UUIDs. */
function keyOf(id: PointId): string {
  if (typeof id === 'bigint' || (typeof id === 'number' && Number.isInteger(id) && id >= 0)) return String(id);
  const groups = uuid.exec(String(id).toLowerCase());
  if (groups !== null) return groups.slice(1).join('-');
  throw new TypeError(`the store takes no id ${String(id)}`);
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, index) => value - b[index]!));
}

function read(payload: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], payload);
}

/** Returns a copy of the payload with the values set next to the field at the path. */
function assign<Payload extends object>(payload: Payload, path: string, values: object): Payload {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...payload, ...values };
  return { ...payload, [first]: assign((Reflect.get(payload, first) ?? {}) as object, rest.join('.'), values) };
}
