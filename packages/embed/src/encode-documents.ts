import { type EncodedSequence, requireText } from '@x/core';
import type { Tokenizer, TruncationWatch } from '@x/tokenizer';

// What the tokenizer encodes in one go; small enough that the first micro-batch starts at once.
const textsPerChunk = 64;
// Of a stream's texts as many are remembered; a list's are all remembered, since its results are all kept as well.
const rememberedTexts = 4096;

/** Options of {@link encodeDocuments}. */
export interface EncodeDocumentsOptions {
  readonly watch: TruncationWatch;
  readonly signal: AbortSignal | undefined;
  /** Stands in front of each document. @default '' */
  readonly prefix?: string;
}

/**
 * The token sequences of documents, encoded as they are asked for. A text that was there before gives the same sequence object, which
 * the model then runs once.
 *
 * A list is encoded in chunks. An async source is encoded text by text: nobody knows when its next one comes, and those that
 * are there should not wait for it.
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

/** Maps keep the order in which keys came. */
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
