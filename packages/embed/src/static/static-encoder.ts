import {
  DisposedError,
  type EncodedSequence,
  NonFiniteOutputError,
  nextTurn,
  normalizeInPlace,
  requireText,
} from '@x/core';
import type { PortableTokenizer, TruncationWatch } from '@x/tokenizer';

import type { EmbedOptions } from '../text-embedding-options.ts';
import type { TokenTable } from './token-table.ts';

/** Milliseconds of work between two turns of the event loop; a collection of garbage may add some. */
const millisecondsPerTurn = 2;

/** The parts of a {@link StaticEncoder}. */
export interface StaticParts {
  readonly modelName: string;
  readonly tokenizer: PortableTokenizer;
  readonly table: TokenTable;
  /** Whether vectors are scaled to length 1. */
  readonly normalize: boolean;
  /** Most tokens of a text. */
  readonly maxLength: number;
}

/** Options of {@link StaticEncoder.encode}. */
export interface StaticEncodeOptions extends Pick<EmbedOptions, 'signal' | 'onUsage'> {
  readonly watch: TruncationWatch;
}

/**
 * The mean of a text's token vectors, as model2vec computes it (`StaticModel.encode`): unknown tokens are left out, and a text that has no
 * other gets zeros. It works on the caller's thread, in short turns.
 */
export class StaticEncoder {
  #parts: StaticParts | undefined;
  readonly #modelName: string;
  /** Used for one text after the other; a new one for each would take as long as adding up a short text. */
  readonly #sum: Float64Array;

  constructor(parts: StaticParts) {
    this.#parts = parts;
    this.#modelName = parts.modelName;
    this.#sum = new Float64Array(parts.table.dimension);
  }

  /** One vector per text, in input order, as it is asked for. */
  async *encode(
    texts: Iterable<string> | AsyncIterable<string>,
    { watch, signal, onUsage }: StaticEncodeOptions,
  ): AsyncGenerator<Float32Array, void, undefined> {
    let turnStart = performance.now();
    let index = 0;
    let tokens = 0;
    for await (const text of texts) {
      signal?.throwIfAborted();
      const parts = this.requireParts();
      const sequence = this.read(requireText(text, `documents[${index}]`));
      watch.see(sequence, index);
      yield this.#vectorOf(sequence, index, parts);
      tokens += sequence.inputIds.length;
      index++;
      if (performance.now() - turnStart < millisecondsPerTurn) continue;
      await nextTurn();
      turnStart = performance.now();
    }
    signal?.throwIfAborted();
    watch.finish();
    if (index > 0) onUsage?.({ tokens });
  }

  /** The tokens that the model reads of a text: unknown ones included, what is cut off not. */
  read(text: string): EncodedSequence {
    const { tokenizer, maxLength } = this.requireParts();
    // As model2vec cuts a text before it reads it, so that a long one costs no more than it is worth.
    return tokenizer.encode(text, { maxLength, maxCodePoints: maxLength * tokenizer.medianTokenLength });
  }

  /** @throws {DisposedError} after `dispose`. */
  requireParts(): StaticParts {
    if (this.#parts === undefined) throw new DisposedError({ resource: `The model '${this.#modelName}'` });
    return this.#parts;
  }

  dispose(): void {
    this.#parts = undefined;
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
