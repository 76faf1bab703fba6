import { type EncodedSequence, ModelFileError } from '@x/core';

import { capCodePoints } from '../character-cap.ts';
import { asObject, readTokenizerJson } from '../tokenizer-files.ts';
import { createBertEncoder } from './bert-encoder.ts';
import { inTurns } from './in-turns.ts';
import { createLibraryEncoder } from './library-encoder.ts';
import type { TextEncoder } from './text-encoder.ts';

/** How far a text is read. */
export interface PortableEncodeOptions {
  /** Most tokens of the sequence. */
  readonly maxLength: number;
  /** Code points of the text that are tokenized at most; those beyond are reported as `truncatedCharacters`. */
  readonly maxCodePoints: number;
}

/**
 * Turns texts into token ids without native code, for models that need no special tokens.
 *
 * The ids are those of {@link Tokenizer}, save in a few rare characters. It works on the caller's thread, one text at a time: give it short
 * texts or a small `maxCodePoints`, and let the event loop turn between them.
 *
 * @example
 * const tokenizer = await PortableTokenizer.load('models/static-en');
 * tokenizer.encode('hello world', { maxLength: 512, maxCodePoints: 3072 }).inputIds; // => Int32Array [6598, 1094]
 */
export class PortableTokenizer {
  /** Number of tokens that the vocabulary has. */
  readonly vocabularySize: number;
  /** Id of the token that stands for what the vocabulary cannot spell; `undefined` when it has none. */
  readonly unknownTokenId: number | undefined;
  /** Median length of the vocabulary's tokens in code points, rounded down. */
  readonly medianTokenLength: number;
  readonly #encoder: TextEncoder;

  private constructor(encoder: TextEncoder, medianTokenLength: number, unknownTokenId: number | undefined) {
    this.#encoder = encoder;
    this.vocabularySize = encoder.vocabulary.size;
    this.unknownTokenId = unknownTokenId;
    this.medianTokenLength = medianTokenLength;
  }

  /**
   * Loads the tokenizer of a model directory: `tokenizer.json` alone. Truncation and padding that it asks for are not applied.
   *
   * WordPiece as BERT has it, Unigram and BPE are supported.
   *
   * @throws {ModelFileError} when the file is missing or damaged, or asks for something that is not supported; it is named.
   */
  static async load(directory: string): Promise<PortableTokenizer> {
    const { path, content } = await readTokenizerJson(directory);
    try {
      const encoder = (await createBertEncoder(content)) ?? (await createLibraryEncoder(content));
      const medianTokenLength = await medianLength(encoder.vocabulary.keys());
      return new PortableTokenizer(encoder, medianTokenLength, unknownIdOf(asObject(content['model']), encoder));
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      const message = `the file is not a tokenizer that can be used without native code: ${detail}.`;
      throw new ModelFileError({ path, problem: 'invalid', message, cause });
    }
  }

  /** The id of a token as the vocabulary spells it; `undefined` when the vocabulary has no such token. */
  tokenId(token: string): number | undefined {
    return this.#encoder.vocabulary.get(token);
  }

  /** The sequence of one text, without special tokens around it. */
  encode(text: string, { maxLength, maxCodePoints }: PortableEncodeOptions): EncodedSequence {
    const { text: capped, truncatedCharacters } = capCodePoints(text, maxCodePoints);
    const ids = this.#encoder.encode(capped);
    return {
      inputIds: Int32Array.from(ids.length > maxLength ? ids.slice(0, maxLength) : ids),
      truncatedTokens: Math.max(0, ids.length - maxLength),
      ...(truncatedCharacters > 0 && { truncatedCharacters }),
    };
  }
}

function unknownIdOf(model: Readonly<Record<string, unknown>>, { vocabulary }: TextEncoder): number | undefined {
  const { unk_id: id, unk_token: token } = model;
  if (typeof token === 'string') return vocabulary.get(token);
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

async function medianLength(tokens: Iterable<string>): Promise<number> {
  const counts: (number | undefined)[] = [];
  let total = 0;
  await inTurns(tokens, (token) => {
    const length = Array.from(token).length;
    counts[length] = (counts[length] ?? 0) + 1;
    total++;
  });
  /** The length of the token at this place, if they stood in order. */
  const lengthAt = (place: number): number => {
    let before = 0;
    return counts.findIndex((count = 0) => (before += count) > place);
  };
  return Math.floor((lengthAt((total - 1) >> 1) + lengthAt(total >> 1)) / 2);
}
