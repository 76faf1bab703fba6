import type { PointId } from '@x/core';

/** What an index run writes beside a document's payload, under {@link recordKey}. */
export interface IndexRecord {
  /** The document's id, in a form that JSON has. */
  readonly document: number | string;
  /** Of the document and of how it was indexed; only on the first passage, which is written last. */
  readonly hash?: string;
  /** Position of the passage among the document's. */
  readonly passage: number;
  /** How many passages the document has; only on the first. */
  readonly passages?: number;
  /** Where the passage stands in the document's text, in UTF-16 units; absent when it is the whole. */
  readonly start?: number;
  readonly end?: number;
}

/** The payload key that is the pipeline's own. */
export const recordKey = '_index';

/** A document's payload without the pipeline's own part, and that part where there is one. */
export function splitPayload<Payload extends object>(
  payload: Payload,
): { readonly payload: Payload; readonly record: IndexRecord | undefined } {
  if (!Object.hasOwn(payload, recordKey)) return { payload, record: undefined };
  const { [recordKey]: record, ...rest } = payload as Payload & { readonly [recordKey]: IndexRecord };
  return { payload: rest as unknown as Payload, record };
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
