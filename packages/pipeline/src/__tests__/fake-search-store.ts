import type { PointId, SearchStore, SearchStoreQueryOptions, SparseVector, StoredTokenVectors, StoreHit, StoreVector, StoreVectorOptions } from '@x/core'; // prettier-ignore

import { FakeStore } from './fake-store.ts';

/**
 * An in-memory store of dense, sparse and token vectors, which compares the query with every point. Records its
 * queries.
 */
export class FakeSearchStore<Payload extends object> extends FakeStore<Payload> implements SearchStore<Payload> {
  readonly dimension = 32;
  readonly searchVectors = { dense: 'dense', words: 'words', tokens: 'tokens' };
  readonly queries: (SearchStoreQueryOptions & { readonly vector: StoreVector })[] = [];

  override async query(vector: StoreVector, options: SearchStoreQueryOptions): Promise<StoreHit<Payload>[]> {
    options.signal?.throwIfAborted();
    this.queries.push({ vector, ...options });
    return this.#find(vector, options);
  }

  async inverseDocumentFrequencies(indices: Uint32Array, { using, signal }: StoreVectorOptions): Promise<Float32Array> {
    signal?.throwIfAborted();
    return Float32Array.from(indices, (index) => this.#rarityOf(index, using));
  }

  async readTokenVectors(
    ids: readonly PointId[],
    { using, signal }: StoreVectorOptions,
  ): Promise<StoredTokenVectors[]> {
    signal?.throwIfAborted();
    return ids.flatMap((id) => {
      const tokenVectors = this.#vectorOf(id, using) as readonly Float32Array[] | undefined;
      return tokenVectors === undefined ? [] : [{ id, tokenVectors }];
    });
  }

  #find(
    vector: StoreVector,
    { limit, using = 'dense', filter, prefetch }: SearchStoreQueryOptions,
  ): StoreHit<Payload>[] {
    const scope = prefetch && new Set(prefetch.flatMap((search) => this.#find(search.vector, { ...search, filter })).map(({ id }) => id)); // prettier-ignore
    return [...this.points.values()]
      .filter(({ id }) => scope?.has(id) ?? (filter === undefined || (filter as PointId[]).includes(id)))
      .flatMap(({ id, payload }): StoreHit<Payload>[] => {
        const stored = this.#vectorOf(id, using);
        const score = stored && this.#similarity(vector, stored, using);
        return score === undefined ? [] : [{ id, payload, score }];
      })
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  #vectorOf(id: PointId, using: string): StoreVector | undefined {
    const vector = this.points.get(String(id))?.vector;
    return (vector as Record<string, StoreVector> | undefined)?.[using];
  }

  #similarity(query: StoreVector, stored: StoreVector, using: string): number | undefined {
    if (query instanceof Float32Array) return dot(query, stored as Float32Array);
    if (!('indices' in query)) {
      const rows = stored as readonly Float32Array[];
      return query.reduce((sum, row) => sum + Math.max(...rows.map((other) => dot(row, other))), 0);
    }
    const { indices, values } = stored as SparseVector;
    const common = Array.from(query.indices).filter((index) => indices.includes(index));
    if (common.length === 0) return undefined;
    const valueOf = (index: number): number => values[indices.indexOf(index)]!;
    return common.reduce((sum, index) => sum + this.#rarityOf(index, using) * valueOf(index), 0);
  }

  #rarityOf(index: number, using: string): number {
    const all = [...this.points.keys()].map((id) => this.#vectorOf(id, using) as SparseVector | undefined);
    const vectors = all.filter((vector) => vector !== undefined);
    const having = vectors.filter(({ indices }) => indices.includes(index)).length;
    return Math.log(1 + (vectors.length - having + 0.5) / (having + 0.5));
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
