import {
  type Chunker,
  InvalidArgumentError,
  isPlainObject,
  PipelineStageError,
  type PointId,
  type ReadableVectorStore,
  type TextSpan,
} from '@x/core';

import type { PipelineDocument } from './index-options.ts';
import { documentKey } from './document-keys.ts';
import { plainContent } from './plain-content.ts';
import { pointIdOf, requireDocumentId } from './point-ids.ts';
import { requireSpans } from './require-spans.ts';
import { encodeDocumentId, type IndexRecord, joinPayload, readRecord } from './index-record.ts';

/** A document with its text and its index in the source. */
export interface SourceDocument<Payload extends object> extends PipelineDocument<Payload> {
  readonly index: number;
  readonly text: string;
  /** Hash of the document and of the settings it is indexed with. */
  readonly hash: string;
}

/** A document that must be written. */
export interface ChangedDocument<Payload extends object> extends SourceDocument<Payload> {
  /**
   * Upper bound of the stored passages' indexes: the store contains no passage of the document with this index or a
   * higher one.
   */
  readonly knownPassages: number;
  /** The run that was read from its first passage; -1 for none. */
  readonly version: number;
}

/** A changed document and its passages, in order. */
export interface SplitDocument<Payload extends object> {
  readonly document: ChangedDocument<Payload>;
  readonly passages: readonly Passage<Payload>[];
}

/** A passage that must be embedded and written. */
export interface Passage<Payload extends object> {
  readonly document: ChangedDocument<Payload>;
  readonly position: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The fields of an earlier run's record about a document; both are absent without a record. */
type KnownDocument = Pick<IndexRecord, 'hash' | 'passages'>;

/** Returns the documents whose content, models or chunker differ from what the store contains. */
export async function changedDocuments<Payload extends object>(
  documents: readonly SourceDocument<Payload>[],
  store: ReadableVectorStore<Payload> | undefined,
  signal: AbortSignal | undefined,
): Promise<ChangedDocument<Payload>[]> {
  const known = new Map<string, KnownDocument>();
  const ids = documents.map(({ id }) => pointIdOf(id));
  if (store !== undefined && ids.length > 0) {
    for (const { id, payload } of await store.retrieve(ids, signal === undefined ? {} : { signal })) {
      known.set(documentKey(id), readRecord(payload) ?? {});
    }
  }
  return documents.flatMap((document, index) => {
    const { hash, passages = 1 } = known.get(documentKey(ids[index]!)) ?? { passages: 0 };
    return document.hash === hash ? [] : [{ ...document, knownPassages: passages, version: -1 }];
  });
}

/** Returns the passages of a document, at least one. @throws {PipelineStageError} with the stage `chunk`. */
export async function passagesOf<Payload extends object>(
  document: ChangedDocument<Payload>,
  chunker: Chunker | undefined,
): Promise<Passage<Payload>[]> {
  const { text } = document;
  const spans = chunker === undefined ? [{ start: 0, end: text.length }] : await split(chunker, text);
  return spans.map(({ start, end }, position) => {
    return { document, position, text: text.slice(start, end), start, end };
  });
}

/**
 * Returns a passage's payload: its document's payload, plus the record that later runs and searches need.
 *
 * While a document is being written (in flux), its first passage has no hash, and its `passages` includes those that an earlier run may have left.
 */
export function payloadOf<Payload extends object>(
  { document, position, start, end }: Passage<Payload>,
  { passages, isInFlux, run }: { readonly passages: number; readonly isInFlux: boolean; readonly run?: number },
): Payload {
  const whole = { hash: document.hash, passages };
  const inFlux = { passages: Math.max(passages, document.knownPassages) };
  return joinPayload(document.payload, {
    document: encodeDocumentId(document.id),
    passage: position,
    ...(run !== undefined && { run, ...(position === 0 && { written: run }) }),
    ...(position === 0 && (isInFlux ? inFlux : whole)),
    ...(passages > 1 && { start, end }),
  });
}

/**
 * Returns the id of a document. @throws {InvalidArgumentError} with its index, when it is not a document or its id is
 * invalid.
 */
export function readId(document: PipelineDocument<object>, index: number): PointId {
  const at = `documents[${index}]`;
  const given: unknown = document;
  if (typeof given === 'object' && given !== null) return requireDocumentId(document.id, `${at}.id`);
  const expected = 'a document `{ id, payload }` whose payload contains the text';
  throw new InvalidArgumentError({ parameter: at, value: given, expected });
}

/** A document with its text, and its payload as plain data. */
export interface ReadDocument<Payload extends object> extends Omit<SourceDocument<Payload>, 'hash'> {
  readonly content: unknown;
}

/**
 * Returns a document with its text. @throws {InvalidArgumentError} with its index, when it is not a document, has no text, or its payload is not a
 * plain object of plain data.
 */
export function readSource<Payload extends object>(
  document: PipelineDocument<Payload>,
  index: number,
  text: (payload: Payload) => string,
): ReadDocument<Payload> {
  const at = `documents[${index}]`;
  const id = readId(document, index);
  const { payload } = document;
  if (!isPlainObject(payload)) throw notPlain(payload, `${at}.payload`);
  const content = plainContent(payload, `${at}.payload`);
  const found: unknown = text(payload);
  if (typeof found === 'string') return { id, payload, index, text: found, content };
  const advice =
    'The text is read from payload.text, unless createSearchPipeline gets the option `text`, e.g. (payload) => payload.body.';
  throw new InvalidArgumentError({ parameter: `${at} text`, value: found, expected: 'a string', advice });
}

function notPlain(payload: unknown, parameter: string): InvalidArgumentError {
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  const expected = isObject ? 'an object of plain JSON data' : 'an object';
  return new InvalidArgumentError({ parameter, value: payload, expected });
}

async function split(chunker: Chunker, text: string): Promise<readonly TextSpan[]> {
  try {
    const spans = requireSpans(chunker, text, await chunker.split(text));
    return spans.length === 0 ? [{ start: 0, end: text.length }] : spans;
  } catch (cause) {
    throw new PipelineStageError({ stage: 'chunk', cause });
  }
}
