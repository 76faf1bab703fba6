import { Buffer } from 'node:buffer';

import type { Chunker, Embedder, TokenEmbedder } from '@x/core';

import type { LoadedModel } from './model-slot.ts';

/** An embedder for the demo. Texts for an embedder without `chunker` are never split. */
export interface DemoEmbedder extends Embedder, LoadedModel {
  /** The maximum number of tokens of a text. */
  readonly maxLength?: number;
  chunker?(options: { readonly maxTokens: number }): Chunker;
}

/** Returns the embedder as a {@link TokenEmbedder}, or `undefined` if it has no token vectors. */
export function withTokens(embedder: DemoEmbedder | undefined): (DemoEmbedder & TokenEmbedder) | undefined {
  const tokens: (DemoEmbedder & Partial<TokenEmbedder>) | undefined = embedder;
  return tokens?.hasTokenVectors === true ? (tokens as DemoEmbedder & TokenEmbedder) : undefined;
}

/** The maximum number of tokens of a passage. All models can read it, including rerankers together with a query. */
const maxTokens = 250;

/** The number of tokens that are reserved for special tokens of a model. */
const specialTokens = 2;

/**
 * Splits texts that are too long for the models into passages, so that no word is lost. Keeps the order and the other texts.
 *
 * @throws the reason of the signal when it is aborted.
 */
export async function toPassages(
  texts: readonly string[],
  embedder: DemoEmbedder | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  const room = Math.min(maxTokens, (embedder?.maxLength ?? maxTokens) - specialTokens);
  const chunker = embedder?.chunker?.({ maxTokens: room });
  if (chunker === undefined) return [...texts];
  const passages: string[] = [];
  for (const text of texts) {
    signal.throwIfAborted();
    // A token has at least one byte, so a text with few bytes fits without counting its tokens.
    const isShort = Buffer.byteLength(text) <= room;
    const spans = isShort ? [{ start: 0, end: text.length }] : await chunker.split(text);
    passages.push(...spans.map(({ start, end }) => text.slice(start, end)));
  }
  return passages;
}
