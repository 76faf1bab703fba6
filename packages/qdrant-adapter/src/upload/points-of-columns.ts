import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, isIterableObject, type PointId, requireKind } from '@x/core';
import type { PointStruct } from '../types/points.ts';
import type { PointVectors, Vector } from '../types/vectors.ts';

/** A list, or a stream. */
export type Stream<Item> = Iterable<Item> | AsyncIterable<Item>;

/** Points of `uploadCollection`, by column: the n-th items of all columns form one point. */
export interface UploadColumns {
  /** The vectors of the points, or one column per vector name. The points end with this column. No list may be longer; an (async) iterator may. */
  readonly vectors: Stream<PointVectors> | { readonly [name: string]: Stream<Vector> };
  /** The payloads. Points after the end of this column have none. @default none */
  readonly payload?: Stream<object | null>;
  /** The ids. Set them if the upload may have to be resumed after a failure. @default random UUIDs */
  readonly ids?: Stream<PointId>;
}

/**
 * Yields the points of the columns, one at a time.
 *
 * @throws {InvalidArgumentError} when a column is not iterable, when ids or named vectors have different lengths, or when ids or payloads are a list that
 *   is longer than the vectors.
 */
export async function* pointsOfColumns(given: UploadColumns): AsyncGenerator<PointStruct> {
  const { vectors, payload, ids } = requireKind(given, 'object', 'columns');
  await using columns = new Columns();
  const nextVector = vectorReader(vectors, columns);
  const nextPayload = payload === undefined ? undefined : columns.open(payload, 'payload');
  const nextId = ids === undefined ? undefined : columns.open(ids, 'ids');
  for (let position = 0; ; position++) {
    const vector = await nextVector(position);
    if (vector === undefined) {
      // An endless generator of ids may go on. A list has items for points that are missing.
      const isLonger = (isList(ids) && !(await nextId!()).done) || (isList(payload) && !(await nextPayload!()).done);
      if (isLonger) throw tooShort('vectors', position);
      return;
    }
    const [filled, id] = [await nextPayload?.(), await nextId?.()];
    if (id?.done === true) throw tooShort('ids', position);
    yield {
      id: id === undefined ? randomUUID() : id.value,
      vector,
      ...(filled === undefined || filled.done === true ? {} : { payload: filled.value }),
    };
  }
}

/** Returns true for a column whose length is fixed, unlike that of a generator. */
function isList(column: unknown): boolean {
  return Array.isArray(column) || ArrayBuffer.isView(column) || column instanceof Set;
}

type Next<Item> = () => Promise<IteratorResult<Item, unknown>>;

/** The opened columns, which are all closed when the upload succeeds or fails. */
class Columns implements AsyncDisposable {
  readonly #iterators: (Iterator<unknown> | AsyncIterator<unknown>)[] = [];

  open<Item>(column: Stream<Item>, parameter: string): Next<Item> {
    if (!isIterableObject(column)) {
      throw new InvalidArgumentError({ parameter, value: column, expected: 'an array or an (async) iterable' });
    }
    const iterator = Symbol.asyncIterator in column ? column[Symbol.asyncIterator]() : column[Symbol.iterator]();
    this.#iterators.push(iterator);
    return async () => iterator.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const iterator of this.#iterators) await iterator.return?.();
  }
}

/** Returns a function that reads the vectors of the next point, or undefined at the end. */
function vectorReader(
  vectors: UploadColumns['vectors'],
  columns: Columns,
): (position: number) => Promise<PointVectors | undefined> {
  if (isIterableObject(vectors)) {
    const next = columns.open(vectors, 'vectors');
    return async () => {
      const { done, value } = await next();
      return done === true ? undefined : value;
    };
  }
  if (typeof vectors !== 'object' || vectors === null || Object.keys(vectors).length === 0) {
    const expected = 'an array or an (async) iterable of vectors, or an object of them by vector name';
    throw new InvalidArgumentError({ parameter: 'vectors', value: vectors, expected });
  }
  const named = Object.entries(vectors);
  const byName = named.map(([name, column]) => [name, columns.open(column, `vectors.${name}`)] as const);
  return async (position) => {
    const found: [string, Vector][] = [];
    const ended: string[] = [];
    for (const [name, next] of byName) {
      const { done, value } = await next();
      if (done === true) ended.push(name);
      else found.push([name, value]);
    }
    if (ended.length === byName.length) return undefined;
    if (ended.length > 0) throw tooShort(`vectors.${ended[0]}`, position);
    return Object.fromEntries(found);
  };
}

function tooShort(parameter: string, length: number): InvalidArgumentError {
  const expected = 'as long as the other columns';
  const items = `${length} ${length === 1 ? 'item' : 'items'}`;
  const problem = () => `${parameter} must be ${expected}, but has only ${items}.`;
  return new InvalidArgumentError({ parameter, value: items, expected, problem });
}
