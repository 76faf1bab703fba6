import type { PointId } from '@x/core';

/** What an index run writes beside a document's payload, under `_index`. */
export interface IndexRecord {
  /** The document's id, in a form that JSON has. */
  readonly document: number | string;
  /** Position of the passage among the document's. */
  readonly passage: number;
  /** Of the document and of how it was indexed; only on the first passage, and absent or empty while the document is in flux. */
  readonly hash?: string;
  /** The latest run with an id that wrote this passage or, of the first one, saw the document; absent when there is none. */
  readonly run?: number;
  /** The run with an id that wrote the document; only on the first passage. */
  readonly written?: number;
  /** No passage of the document has this position or a later one; only on the first passage. */
  readonly passages?: number;
  /** Where the passage stands in the document's text, in UTF-16 units; absent when it is the whole. */
  readonly start?: number;
  readonly end?: number;
  /** The document's own field named `_index`; absent when it has none. */
  readonly own?: unknown;
}

/** The payload key that is the pipeline's own. */
const recordKey = '_index';

/** Where in a payload the number of the run is. */
export const runField: string = `${recordKey}.run`;
/** Where in a payload the position of the passage is. */
export const passageField: string = `${recordKey}.passage`;

const optionalFields = new Set(['hash', 'run', 'written', 'passages', 'start', 'end', 'own']);

/** A document's payload with the record in its place; a field of the document with that name goes into the record. */
export function joinPayload<Payload extends object>(payload: Payload, record: IndexRecord): Payload {
  const own = Object.hasOwn(payload, recordKey) && { own: Reflect.get(payload, recordKey) as unknown };
  return { ...payload, [recordKey]: { ...record, ...own } };
}

/** A document's payload without the pipeline's own part, and that part where there is one. */
export function splitPayload<Payload extends object>(
  payload: Payload,
): { readonly payload: Payload; readonly record: IndexRecord | undefined } {
  const record = readRecord(payload);
  if (record === undefined) return { payload, record };
  const { [recordKey]: _, ...rest } = payload as Payload & { readonly [recordKey]: unknown };
  const own = 'own' in record && { [recordKey]: record.own };
  return { payload: { ...rest, ...own } as unknown as Payload, record };
}

/** The pipeline's part of a stored payload; `undefined` when something else, or nothing, has its place. */
export function readRecord(payload: object): IndexRecord | undefined {
  const value: unknown = Object.hasOwn(payload, recordKey) ? Reflect.get(payload, recordKey) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const { document, passage, ...rest } = value as Record<string, unknown>;
  const isDocument =
    typeof document === 'number' || (typeof document === 'string' && /^(integer:\d+$|text:)/.test(document));
  const isRecord =
    isDocument && Number.isSafeInteger(passage) && Object.keys(rest).every((key) => optionalFields.has(key));
  return isRecord ? (value as IndexRecord) : undefined;
}

/** A document's id as JSON has it: big integers and texts are told apart by what stands in front. */
export function encodeDocumentId(id: PointId): number | string {
  if (typeof id === 'number') return id;
  return typeof id === 'bigint' ? `integer:${id}` : `text:${id}`;
}

/** Reads {@link encodeDocumentId}'s form. */
export function decodeDocumentId(encoded: number | string): PointId {
  if (typeof encoded === 'number') return encoded;
  const colon = encoded.indexOf(':');
  const text = encoded.slice(colon + 1);
  return encoded.startsWith('integer:') ? BigInt(text) : text;
}
