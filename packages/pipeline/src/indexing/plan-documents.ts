import {
  type Chunker,
  InvalidArgumentError,
  PipelineStageError,
  type PointId,
  type ReadableVectorStore,
  requireKind,
} from '@x/core';

import type { PipelineDocument } from './index-options.ts';
import { contentHash, documentKey } from './document-keys.ts';
import { pointIdOf, requireDocumentId } from './point-ids.ts';
import { encodeDocumentId, type IndexRecord, joinPayload, readRecord } from './index-record.ts';

/** A document with its text and its index in the source. */
export interface SourceDocument<Payload extends object> extends PipelineDocument<Payload> {
  readonly index: number;
  readonly text: string;
}

/** A document that must be written. */
export interface ChangedDocument<Payload extends object> extends SourceDocument<Payload> {
  readonly hash: string;
  /**
   * Upper bound of the stored passages' indexes: the store contains no passage of the document with this index or a
   * higher one.
   */
  readonly knownPassages: number;
  /** The run that was read from its first passage; -1 for none. */
  readonly version: number;
}

/** A changed document and its passages, in order. */
export interface DividedDocument<Payload extends object> {
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
  settings: unknown,
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
    const hash = hashOf(document, settings);
    const { hash: knownHash, passages = 1 } = known.get(documentKey(ids[index]!)) ?? { passages: 0 };
    return hash === knownHash ? [] : [{ ...document, hash, knownPassages: passages, version: -1 }];
  });
}

/** Returns the hash of a document and of the settings it is indexed with. */
export function hashOf<Payload extends object>({ payload, text }: SourceDocument<Payload>, settings: unknown): string {
  return contentHash({ settings, payload, text });
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

/**
 * Returns the text of a document. @throws {InvalidArgumentError} with its index, when it is not a document or has no
 * text.
 */
export function readSource<Payload extends object>(
  document: PipelineDocument<Payload>,
  index: number,
  text: (payload: Payload) => string,
): SourceDocument<Payload> {
  const at = `documents[${index}]`;
  const id = readId(document, index);
  const { payload } = document;
  requireKind(payload, 'object', `${at}.payload`);
  const found: unknown = text(payload);
  if (typeof found === 'string') return { id, payload, index, text: found };
  const advice =
    'The text is read from payload.text, unless createSearchPipeline gets the option `text`, e.g. (payload) => payload.body.';
  throw new InvalidArgumentError({ parameter: `${at} text`, value: found, expected: 'a string', advice });
}

async function split(
  chunker: Chunker,
  text: string,
): Promise<readonly { readonly start: number; readonly end: number }[]> {
  try {
    const spans = await chunker.split(text);
    return spans.length === 0 ? [{ start: 0, end: text.length }] : spans;
  } catch (cause) {
    throw new PipelineStageError({ stage: 'chunk', cause });
  }
}
