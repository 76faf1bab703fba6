import type { Chunker } from '@x/core';
import { createChunker, type SplitTextOptions, type Tokenizer } from '@x/tokenizer';

/** Returns the number of tokens of a text that the model reads behind a prefix, special tokens not counted; at least 1. */
export async function roomBehind(tokenizer: Tokenizer, prefix: string): Promise<number> {
  const [taken] = await tokenizer.countTokens([prefix]);
  return Math.max(tokenizer.maxLength - taken!, 1);
}

/**
 * Creates a chunker whose passages have at most `room` tokens, whatever `maxTokens` allows.
 *
 * @throws {InvalidArgumentError} as `createChunker`.
 */
export function createFittingChunker(tokenizer: Tokenizer, options: SplitTextOptions, room: number): Chunker {
  const chunker = createChunker(tokenizer, options);
  const { maxTokens, overlap } = options;
  if (maxTokens <= room) return chunker;
  return createChunker(tokenizer, {
    maxTokens: room,
    ...(overlap !== undefined && { overlap: Math.min(overlap, room - 1) }),
  });
}
