import { type EncodedSequence, requireText } from '@x/core';
import type { Tokenizer, TruncationWatch } from '@x/tokenizer';

// The number of texts per call of the tokenizer, small enough for the first micro-batch to start immediately.
const textsPerChunk = 64;
// Maximum number of texts of a stream in the cache. A list has no such limit, because its results are all kept in memory anyway.
const rememberedTexts = 4096;

/** Options of {@link encodeDocuments}. */
export interface EncodeDocumentsOptions {
  readonly watch: TruncationWatch;
  readonly signal: AbortSignal | undefined;
  /** Text in front of each document. @default '' */
  readonly prefix?: string;
}

/**
 * Yields the token sequences of documents, encoding them on demand. A repeated text yields the same sequence object, which the model runs
 * only once.
 *
 * A list is encoded in chunks. An async source is encoded text by text, so that a text never waits for the next one.
 */
export async function* encodeDocuments(
  tokenizer: Tokenizer,
  documents: Iterable<string> | AsyncIterable<string>,
  { watch, signal, prefix = '' }: EncodeDocumentsOptions,
): AsyncGenerator<EncodedSequence, void, undefined> {
  const options = signal === undefined ? {} : { signal };
  const capacity = Array.isArray(documents) ? Infinity : rememberedTexts;
  const known = new Map<string, EncodedSequence>();
  let index = 0;
  for await (const chunk of chunksOf(documents)) {
    for (const [offset, text] of chunk.entries()) requireText(text, `documents[${index + offset}]`);
    const found = new Map(chunk.map((text) => [text, known.get(text)]));
    const unknown = [...found.keys()].filter((text) => found.get(text) === undefined);
    const behindPrefix = prefix === '' ? unknown : unknown.map((text) => prefix + text);
    for (const [position, sequence] of (await tokenizer.encodeBatch(behindPrefix, options)).entries()) {
      found.set(unknown[position]!, sequence);
      known.set(unknown[position]!, sequence);
    }
    for (const text of chunk) {
      const sequence = found.get(text)!;
      watch.see(sequence, index++);
      yield sequence;
    }
    forgetOldest(known, capacity);
  }
  watch.finish();
}

/** Deletes the oldest entries above `capacity`. A map iterates its keys in insertion order. */
function forgetOldest(known: Map<string, EncodedSequence>, capacity: number): void {
  for (const text of known.keys()) {
    if (known.size <= capacity) return;
    known.delete(text);
  }
}

async function* chunksOf(
  documents: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string[], void, undefined> {
  if (Symbol.asyncIterator in documents) {
    for await (const text of documents) yield [text];
    return;
  }
  let chunk: string[] = [];
  for (const text of documents) {
    chunk.push(text);
    if (chunk.length < textsPerChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
