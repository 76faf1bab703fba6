import { type Steps, Turns } from '../event-loop-turns.ts';
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

/** A point's payload, by its slot. */
export type PayloadRow = readonly [slot: number, payload: Payload];

/** Indexes that were built beside those in use, by their key. */
export type BuiltIndexes = ReadonlyMap<string, KeyedIndex>;

/** All payload indexes of a collection; they follow each write. */
export class PayloadIndexes {
  readonly #indexes = new Map<string, KeyedIndex>();

  /**
   * Builds the indexes that are new in `schemas` or have other settings there, letting the event loop turn in between.
   * The rows must not change until {@link PayloadIndexes.configure} takes the indexes up.
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

  /** Has the indexes of `schemas` and no others; new ones are those of `built`, or empty. */
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

  /** The index on a key, if there is one. */
  at(path: JsonPath): PayloadIndex | undefined {
    return this.#indexes.size === 0 ? undefined : this.#indexes.get(formatJsonPath(path))?.index;
  }

  /** The path to the elements of the array that the index on a key has one by one, if it is `nested`. */
  arrayAt(path: JsonPath): JsonPath | undefined {
    return this.#indexes.size === 0 ? undefined : this.#indexes.get(formatJsonPath(path))?.array;
  }

  *add(slot: number, payload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) yield* index.add(slot, valuesAt(payload, path));
  }

  /** Forgets a slot, given the payload that it was added with. */
  *remove(slot: number, payload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) yield* index.remove(slot, valuesAt(payload, path));
  }

  /** Takes up a slot's new payload in the place of its old one. */
  *replace(slot: number, oldPayload: Payload, newPayload: Payload): Steps<void> {
    for (const { path, index } of this.#indexes.values()) {
      const before = valuesAt(oldPayload, path);
      const after = valuesAt(newPayload, path);
      // Most updates leave most keys as they are.
      if (before.length === after.length && before.every((value, position) => value === after[position])) continue;
      yield* index.remove(slot, before);
      yield* index.add(slot, after);
    }
  }

  /** For `getCollection`. */
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
