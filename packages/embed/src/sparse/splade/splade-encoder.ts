import type { SparseVector, SparseWord } from '@x/core';
import type { OnnxModel } from '@x/onnx-runtime';
import { type Tokenizer, type TruncationPolicy, TruncationWatch } from '@x/tokenizer';

import { encodeDocuments } from '../../encode-documents.ts';
import type { SparseEncodeOptions, SparseEncoder } from '../sparse-encoder.ts';

/** Parts of a {@link SpladeEncoder}. */
export interface SpladeParts {
  readonly name: string;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
  /** Ids that never occur in a vector. @default none */
  readonly excludedIds?: ReadonlySet<number>;
  /** Weights of words in queries by id, used instead of the model. @default the model runs queries like passages */
  readonly queryWeights?: ReadonlyMap<number, number>;
}

/** SPLADE: a masked language model predicts the weight of each word of its vocabulary for a text. */
export class SpladeEncoder implements SparseEncoder {
  readonly #parts: SpladeParts;

  constructor(parts: SpladeParts) {
    this.#parts = parts;
  }

  async *encodePassages(
    texts: Iterable<string> | AsyncIterable<string>,
    options: SparseEncodeOptions,
  ): AsyncGenerator<SparseVector, void, undefined> {
    const { tokenizer, model, excludedIds } = this.#parts;
    const { signal, onUsage } = options;
    const sequences = encodeDocuments(tokenizer, texts, { watch: this.#watch(options), signal });
    for await (const idsAndWeights of model.run(sequences, { onUsage, ...(signal && { signal }) })) {
      yield toSparseVector(idsAndWeights, excludedIds);
    }
  }

  async encodeQuery(text: string, options: SparseEncodeOptions): Promise<SparseVector> {
    const { queryWeights } = this.#parts;
    if (queryWeights !== undefined) return this.#lookUp(text, { ...options, queryWeights });
    const vectors: SparseVector[] = [];
    // Runs to the end, because the usage is reported there.
    for await (const vector of this.encodePassages([text], options)) vectors.push(vector);
    return vectors[0]!;
  }

  /** Returns no words, because SPLADE expands a query with words that it does not contain. */
  async queryWords(): Promise<readonly SparseWord[]> {
    return [];
  }

  assertUsable(): void {
    this.#parts.model.assertUsable();
  }

  dispose(): Promise<void> {
    return this.#parts.model.dispose();
  }

  /** Returns the weight of each word of the query once, by ascending id. Words without a weight are left out. */
  async #lookUp(
    text: string,
    options: SparseEncodeOptions & { readonly queryWeights: ReadonlyMap<number, number> },
  ): Promise<SparseVector> {
    const { tokenizer, excludedIds } = this.#parts;
    const sequence = await tokenizer.encode(text);
    options.signal?.throwIfAborted();
    const watch = this.#watch(options);
    watch.see(sequence, 0);
    watch.finish();
    const ids = [...new Set(sequence.inputIds)]
      .filter((id) => excludedIds?.has(id) !== true && options.queryWeights.has(id))
      .toSorted((a, b) => a - b);
    return { indices: Uint32Array.from(ids), values: Float32Array.from(ids, (id) => options.queryWeights.get(id)!) };
  }

  #watch({ onTruncation }: SparseEncodeOptions): TruncationWatch {
    const { tokenizer, name, truncationPolicy } = this.#parts;
    const { maxLength } = tokenizer;
    return new TruncationWatch({ policy: truncationPolicy, modelName: name, maxLength, onTruncation });
  }
}

/** Converts the result of the reduction, ids followed by their weights, to a sparse vector. */
function toSparseVector(idsAndWeights: Float32Array, excludedIds: ReadonlySet<number> | undefined): SparseVector {
  const count = idsAndWeights.length / 2;
  const kept = Array.from({ length: count }, (_, position) => position).filter(
    (position) => excludedIds?.has(idsAndWeights[position]!) !== true,
  );
  return {
    indices: Uint32Array.from(kept, (position) => idsAndWeights[position]!),
    values: Float32Array.from(kept, (position) => idsAndWeights[count + position]!),
  };
}
