import type { Payload } from '../payloads/copy-json.ts';
import { formatJsonPath, type JsonPath, readJsonPath, valuesAt } from '../payloads/json-path.ts';
import { createIndex } from './create-index.ts';
import type { PayloadIndexSchema, PayloadIndexSettings, PayloadIndexType } from './index-settings.ts';
import type { PayloadIndex } from './payload-index.ts';

/** The payload indexes of a collection's settings, by their key. */
export type PayloadIndexSchemas = Readonly<Record<string, PayloadIndexSchema>>;

/** What `getCollection` tells of a payload index. */
export interface PayloadIndexInfo {
  data_type: PayloadIndexType;
  /** As given; absent when only the type was. */
  params?: PayloadIndexSettings;
  /** Number of points that have a value of the type. */
  points: number;
}

interface KeyedIndex {
  readonly path: JsonPath;
  readonly schema: PayloadIndexSchema;
  readonly index: PayloadIndex;
}

/** All payload indexes of a collection; they follow each write. */
export class PayloadIndexes {
  readonly #indexes = new Map<string, KeyedIndex>();

  /** Makes the indexes that are new or have other settings, from `rows`, and drops those that are gone. */
  reconfigure(schemas: PayloadIndexSchemas, rows: () => Iterable<readonly [slot: number, payload: Payload]>): void {
    for (const key of this.#indexes.keys()) if (!Object.hasOwn(schemas, key)) this.#indexes.delete(key);
    for (const [key, schema] of Object.entries(schemas)) {
      const present = this.#indexes.get(key);
      if (present !== undefined && JSON.stringify(present.schema) === JSON.stringify(schema)) continue;
      const made = { path: readJsonPath(key)!, schema, index: createIndex(schema) };
      for (const [slot, payload] of rows()) made.index.add(slot, valuesAt(payload, made.path));
      this.#indexes.set(key, made);
    }
  }

  /** The index on a key, if there is one. */
  at(path: JsonPath): PayloadIndex | undefined {
    return this.#indexes.size === 0 ? undefined : this.#indexes.get(formatJsonPath(path))?.index;
  }

  add(slot: number, payload: Payload): void {
    for (const { path, index } of this.#indexes.values()) index.add(slot, valuesAt(payload, path));
  }

  /** Forgets a slot, given the payload that it was added with. */
  remove(slot: number, payload: Payload): void {
    for (const { path, index } of this.#indexes.values()) index.remove(slot, valuesAt(payload, path));
  }

  /** Takes up a slot's new payload in the place of its old one. */
  replace(slot: number, oldPayload: Payload, newPayload: Payload): void {
    for (const { path, index } of this.#indexes.values()) {
      const before = valuesAt(oldPayload, path);
      const after = valuesAt(newPayload, path);
      // Most updates leave most keys as they are.
      if (before.length === after.length && before.every((value, position) => value === after[position])) continue;
      index.remove(slot, before);
      index.add(slot, after);
    }
  }

  /** For `getCollection`. */
  describe(): Record<string, PayloadIndexInfo> {
    return Object.fromEntries(
      Array.from(this.#indexes, ([key, { schema, index }]) => [key, describeIndex(schema, index)]),
    );
  }
}

function describeIndex(schema: PayloadIndexSchema, index: PayloadIndex): PayloadIndexInfo {
  if (typeof schema === 'string') return { data_type: schema, points: index.pointCount };
  return { data_type: schema.type, params: structuredClone(schema), points: index.pointCount };
}
