import {
  callListener,
  DisposedError,
  type EncodedSequence,
  NonFiniteOutputError,
  normalizeInPlace,
  requireText,
  Turns,
} from '@x/core';
import type { PortableTokenizer, TruncationWatch } from '@x/tokenizer';

import { readTexts } from '../read-texts.ts';
import type { EmbedOptions } from '../text-embedding-options.ts';
import type { TokenTable } from './token-table.ts';

/** Milliseconds of work per turn of the event loop. A garbage collection may add to them. */
const turnMs = 2;

/** The parts of a {@link StaticEncoder}. */
export interface StaticParts {
  readonly modelName: string;
  readonly tokenizer: PortableTokenizer;
  readonly table: TokenTable;
  /** Whether vectors are scaled to length 1. */
  readonly normalize: boolean;
  /** Maximum number of tokens in a text. */
  readonly maxLength: number;
}

/** Options of {@link StaticEncoder.encode}. */
export interface StaticEncodeOptions extends Pick<EmbedOptions, 'signal' | 'onUsage'> {
  readonly watch: TruncationWatch;
}

/**
 * Computes the mean of a text's token vectors, as model2vec does (`StaticModel.encode`). Unknown tokens are left out; a text without known tokens
 * gets a zero vector. It runs on the caller's thread and yields to the event loop every few milliseconds.
 */
export class StaticEncoder {
  #parts: StaticParts | undefined;
  readonly #disposal = new AbortController();
  readonly #modelName: string;
  /** Reused for every text: allocating a new array would take as long as summing a short text. */
  readonly #sum: Float64Array;

  constructor(parts: StaticParts) {
    this.#parts = parts;
    this.#modelName = parts.modelName;
    this.#sum = new Float64Array(parts.table.dimension);
  }

  /** Yields one vector per text, in input order, on demand. */
  async *encode(
    texts: Iterable<string> | AsyncIterable<string>,
    { watch, signal, onUsage }: StaticEncodeOptions,
  ): AsyncGenerator<Float32Array, void, undefined> {
    const turns = new Turns({ turnMs });
    let index = 0;
    let tokens = 0;
    for await (const text of readTexts(texts, { signal, disposal: this.#disposal.signal })) {
      const parts = this.requireParts();
      const sequence = this.read(requireText(text, `documents[${index}]`));
      watch.see(sequence, index);
      yield this.#vectorOf(sequence, index, parts);
      tokens += sequence.inputIds.length;
      index++;
      if (turns.isSpent()) await turns.next();
    }
    signal?.throwIfAborted();
    watch.finish();
    if (index > 0) callListener(onUsage, { tokens });
  }

  /** Returns the tokens of a text that the model reads: with unknown tokens, without tokens that are cut off. */
  read(text: string): EncodedSequence {
    const { tokenizer, maxLength } = this.requireParts();
    // Model2vec also cuts a text before tokenizing it, so that a long text takes no longer than the tokens that are kept.
    return tokenizer.encode(text, { maxLength, maxCodePoints: maxLength * tokenizer.medianTokenLength });
  }

  /** @throws {DisposedError} after `dispose`. */
  requireParts(): StaticParts {
    this.#disposal.signal.throwIfAborted();
    return this.#parts!;
  }

  dispose(): void {
    this.#parts = undefined;
    this.#disposal.abort(new DisposedError({ resource: `The model '${this.#modelName}'` }));
  }

  #vectorOf({ inputIds }: EncodedSequence, index: number, parts: StaticParts): Float32Array {
    const { modelName, table, tokenizer, normalize } = parts;
    const { unknownTokenId } = tokenizer;
    const vector = new Float32Array(table.dimension);
    const sum = this.#sum.fill(0);
    let count = 0;
    for (const token of inputIds) {
      if (token === unknownTokenId) continue;
      table.addTo(sum, token);
      count++;
    }
    if (count === 0) return vector;
    for (let at = 0; at < vector.length; at++) {
      const value = sum[at]! / count;
      if (!Number.isFinite(value)) throw new NonFiniteOutputError({ model: modelName, index, value });
      vector[at] = value;
    }
    return normalize ? normalizeInPlace(vector) : vector;
  }
}
