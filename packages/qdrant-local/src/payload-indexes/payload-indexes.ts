import type { Steps } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import type { Payload } from '../json/copy-json.ts';
import { arrayPath, formatJsonPath, type JsonPath, readJsonPath, valuesAt } from '../json/json-path.ts';
import type { PayloadIndexSchema, PayloadIndexSchemas } from '../requests/types/index-settings.ts';
import type { PayloadIndexInfo } from '../requests/types/result-types.ts';
import { createIndex } from './create-index.ts';
import type { PayloadIndex } from './payload-index.ts';

interface KeyedIndex {
  readonly path: JsonPath;
  readonly schema: PayloadIndexSchema;
  readonly index: PayloadIndex;
  readonly array: JsonPath | undefined;
}

/** The payload of a point, with its slot. */
export type PayloadRow = readonly [slot: number, payload: Payload];

/** Indexes that were built but are not yet in use, by their key. */
export type BuiltIndexes = ReadonlyMap<string, KeyedIndex>;

/** All payload indexes of a collection; every write updates them. */
export class PayloadIndexes {
  readonly #indexes = new Map<string, KeyedIndex>();

  /**
   * Builds the indexes that are new in `schemas` or have other settings there. The event loop can turn in between.
   * The rows must not change until the indexes are passed to {@link PayloadIndexes.configure}.
   */
  async build(schemas: PayloadIndexSchemas, rows: () => Iterable<PayloadRow>): Promise<BuiltIndexes> {
    const built = new Map<string, KeyedIndex>();
    const turns = new Turns();
    for (const [key, schema] of this.#newSchemas(schemas)) {
      const made = makeIndex(key, schema);
      for (const [slot, payload] of rows()) {
        if (turns.isSpent()) await turns.next();
        for (const _ of made.index.add(slot, valuesAt(payload, made.path))) if (turns.isSpent()) await turns.next();
      }
      built.set(key, made);
    }
    return built;
  }

  /** Uses exactly the indexes of `schemas`. New indexes are taken from `built`; those missing there start empty. */
  configure(schemas: PayloadIndexSchemas, built: BuiltIndexes): void {
    for (const [key, schema] of this.#newSchemas(schemas)) {
      this.#indexes.set(key, built.get(key) ?? makeIndex(key, schema));
    }
    for (const key of this.#indexes.keys()) if (!Object.hasOwn(schemas, key)) this.#indexes.delete(key);
  }

  #newSchemas(schemas: PayloadIndexSchemas): [key: string, schema: PayloadIndexSchema][] {
    return Object.entries(schemas).filter(([key, schema]) => {
      const present = this.#indexes.get(key);
      return present === undefined || JSON.stringify(present.schema) !== JSON.stringify(schema);
    });
  }

  /** Returns the index on a key; `undefined` when there is none. */
  at(path: JsonPath): PayloadIndex | undefined {
    return this.#indexes.size === 0 ? undefined : this.#indexes.get(formatJsonPath(path))?.index;
  }

  /** Returns the path to the elements of the array that a `nested` index on a key treats one by one; `undefined` for other indexes. */
  arrayAt(path: JsonPath): JsonPath | undefined {
    return this.#indexes.size === 0 ? undefined : this.#indexes.get(formatJsonPath(path))?.array;
  }

  *add(slot: number, payload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) yield* index.add(slot, valuesAt(payload, path));
  }

  /** Removes a slot, given the payload that it was added with. */
  *remove(slot: number, payload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) yield* index.remove(slot, valuesAt(payload, path));
  }

  /** Replaces the old payload of a slot with its new one. */
  *replace(slot: number, oldPayload: Payload, newPayload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) {
      const before = valuesAt(oldPayload, path);
      const after = valuesAt(newPayload, path);
      // Most updates do not change most keys.
      if (before.length === after.length && before.every((value, position) => value === after[position])) continue;
      yield* index.remove(slot, before);
      yield* index.add(slot, after);
    }
  }

  /** Returns the description of the indexes for `getCollection`. */
  describe(): Record<string, PayloadIndexInfo> {
    return Object.fromEntries(
      Array.from(this.#indexes, ([key, { schema, index }]) => [key, describeIndex(schema, index)]),
    );
  }
}

function makeIndex(key: string, schema: PayloadIndexSchema): KeyedIndex {
  const nested = typeof schema === 'string' ? undefined : (schema.nested ?? undefined);
  const array = nested === undefined ? undefined : arrayPath(readJsonPath(nested)!);
  return { path: readJsonPath(key)!, schema, index: createIndex(schema), array };
}

function describeIndex(schema: PayloadIndexSchema, index: PayloadIndex): PayloadIndexInfo {
  if (typeof schema === 'string') return { data_type: schema, points: index.pointCount };
  return { data_type: schema.type, params: structuredClone(schema), points: index.pointCount };
}
