import { Buffer } from 'node:buffer';

import type { Chunker, Embedder, TokenEmbedder } from '@x/core';

import type { LoadedModel } from './model-slot.ts';

/** What the demo needs of an embedder. One without `chunker` reads texts of any length. */
export interface DemoEmbedder extends Embedder, LoadedModel {
  /** Most tokens of a text. */
  readonly maxLength?: number;
  chunker?(options: { readonly maxTokens: number }): Chunker;
}

/** The embedder as one that gives the vectors of tokens; `undefined` where it gives none. */
export function withTokens(embedder: DemoEmbedder | undefined): (DemoEmbedder & TokenEmbedder) | undefined {
  const tokens: (DemoEmbedder & Partial<TokenEmbedder>) | undefined = embedder;
  return tokens?.hasTokenVectors === true ? (tokens as DemoEmbedder & TokenEmbedder) : undefined;
}

/** Most tokens of a passage: what every model reads, a reranker beside a query, too. */
const maxTokens = 250;

/** Room for a model's special tokens. */
const specialTokens = 2;

/**
 * Texts in their order, those that are longer than the models read divided into passages, so that no word of them goes unseen.
 *
 * @throws the signal's reason
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
    // A token is a byte at least.
    const isShort = Buffer.byteLength(text) <= room;
    const spans = isShort ? [{ start: 0, end: text.length }] : await chunker.split(text);
    passages.push(...spans.map(({ start, end }) => text.slice(start, end)));
  }
  return passages;
}
