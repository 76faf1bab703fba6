import type { PointId } from '@x/core';

/** What an index run stores in a document's payload, under `_index`. */
export interface IndexRecord {
  /** The document's id, in a form that JSON can represent. */
  readonly document: number | string;
  /** Index of the passage in its document. */
  readonly passage: number;
  /**
   * Hash of the document and of the settings it was indexed with. Only on the first passage; absent or empty while the document
   * is "in flux", which means not completely written.
   */
  readonly hash?: string;
  /**
   * The latest run with an id that wrote this passage; on a first passage, also one that saw the document. Absent without such a
   * run.
   */
  readonly run?: number;
  /** The run with an id that wrote the document; only on the first passage. */
  readonly written?: number;
  /** Upper bound of the passages' indexes: no passage has this index or a higher one. Only on the first passage. */
  readonly passages?: number;
  /** Start of the passage in the document's text, in UTF-16 units; absent when the passage is the whole text. */
  readonly start?: number;
  readonly end?: number;
  /** The document's own field named `_index`; absent when it has none. */
  readonly own?: unknown;
}

/** The payload key of the pipeline's record. */
const recordKey = '_index';

/** Payload path of the run's number. */
export const runField: string = `${recordKey}.run`;
/** Payload path of the passage's index. */
export const passageField: string = `${recordKey}.passage`;

const optionalFields = new Set(['hash', 'run', 'written', 'passages', 'start', 'end', 'own']);

/** Returns a document's payload with the record; a field of the document with the record's name moves into the record. */
export function joinPayload<Payload extends object>(payload: Payload, record: IndexRecord): Payload {
  const own = Object.hasOwn(payload, recordKey) && { own: Reflect.get(payload, recordKey) as unknown };
  return { ...payload, [recordKey]: { ...record, ...own } };
}

/** Splits a stored payload into the document's own payload and the record, which is `undefined` when there is none. */
export function splitPayload<Payload extends object>(
  payload: Payload,
): { readonly payload: Payload; readonly record: IndexRecord | undefined } {
  const record = readRecord(payload);
  if (record === undefined) return { payload, record };
  const { [recordKey]: _, ...rest } = payload as Payload & { readonly [recordKey]: unknown };
  const own = 'own' in record && { [recordKey]: record.own };
  return { payload: { ...rest, ...own } as unknown as Payload, record };
}

/** Returns the pipeline's record in a stored payload; `undefined` when the field is missing or is something else. */
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

/** Encodes a document's id for JSON; a prefix distinguishes big integers from texts. */
export function encodeDocumentId(id: PointId): number | string {
  if (typeof id === 'number') return id;
  return typeof id === 'bigint' ? `integer:${id}` : `text:${id}`;
}

/** Decodes the result of {@link encodeDocumentId}. */
export function decodeDocumentId(encoded: number | string): PointId {
  if (typeof encoded === 'number') return encoded;
  const colon = encoded.indexOf(':');
  const text = encoded.slice(colon + 1);
  return encoded.startsWith('integer:') ? BigInt(text) : text;
}
