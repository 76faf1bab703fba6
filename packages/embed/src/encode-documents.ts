import { type EncodedSequence, requireText } from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

import type { EmbedOptions } from './text-embedding-options.ts';

// What the tokenizer encodes in one go; small enough that the first micro-batch starts at once.
const textsPerChunk = 64;

/**
 * The token sequences of documents, encoded as they are asked for.
 *
 * A list is encoded in chunks. An async source is encoded text by text: nobody knows when its next one comes, and those that
 * are there should not wait for it.
 */
export async function* encodeDocuments(
  tokenizer: Tokenizer,
  documents: Iterable<string> | AsyncIterable<string>,
  { signal, onTruncation }: EmbedOptions,
): AsyncGenerator<EncodedSequence, void, undefined> {
  const options = signal === undefined ? {} : { signal };
  let index = 0;
  for await (const chunk of chunksOf(documents)) {
    for (const [offset, text] of chunk.entries()) requireText(text, `documents[${index + offset}]`);
    for (const sequence of await tokenizer.encodeBatch(chunk, options)) {
      const { truncatedTokens, truncatedCharacters = 0 } = sequence;
      if (truncatedTokens + truncatedCharacters > 0) onTruncation?.({ index, truncatedTokens, truncatedCharacters });
      index++;
      yield sequence;
    }
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
