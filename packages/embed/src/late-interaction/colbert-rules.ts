import { type EncodedSequence, InvalidArgumentError, normalizeInPlace } from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

import type { SupportedLateInteractionTextEmbeddingModel } from '../catalogue/supported-late-interaction-model.ts';

/** The settings in which ColBERT models differ. */
export type ColbertSettings = Pick<
  SupportedLateInteractionTextEmbeddingModel,
  'queryMarkerId' | 'documentMarkerId' | 'maskToken' | 'expandsQueries' | 'attendsMasks' | 'skipsPunctuation'
>;

// Length of a query before its marker is inserted; with the marker it has 32 rows.
const queryTokens = 31;
// Python's `string.punctuation`.
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * ColBERT's rules for texts. A marker after the first token distinguishes a query from a document. Queries are padded with masks. Punctuation in a
 * document has no row. Some models use no masks, or keep the punctuation.
 *
 * Source: fastembed/late_interaction/colbert.py, jina_colbert.py and lateon.py.
 */
export class ColbertRules {
  readonly #settings: ColbertSettings;
  readonly #maskId: number;
  readonly #skippedIds: ReadonlySet<number>;

  private constructor(settings: ColbertSettings, maskId: number, skippedIds: ReadonlySet<number>) {
    this.#settings = settings;
    this.#maskId = maskId;
    this.#skippedIds = skippedIds;
  }

  /** @throws {InvalidArgumentError} when the vocabulary lacks the mask token, because it belongs to another model. */
  static async create(tokenizer: Tokenizer, settings: ColbertSettings): Promise<ColbertRules> {
    const maskId = tokenizer.tokenId(settings.maskToken);
    if (maskId === undefined) {
      const expected = "a token of the model's tokenizer.json";
      const advice = 'Check that the file belongs to this model.';
      throw new InvalidArgumentError({ parameter: 'maskToken', value: settings.maskToken, expected, advice });
    }
    // If the padding token is the mask token, a mask in a text is not padding and keeps its row.
    const skippedIds = new Set(tokenizer.padTokenId === maskId ? [] : [tokenizer.padTokenId]);
    for (const symbol of (settings.skipsPunctuation ?? true) ? punctuation : '') {
      const first = (await tokenizer.tokenize(symbol)).find(({ isSpecial }) => !isSpecial);
      if (first !== undefined) skippedIds.add(first.id);
    }
    return new ColbertRules(settings, maskId, skippedIds);
  }

  /** Adds the marker to each document and appends the result to `inFlight`. The same input object yields the same output object, so it runs once. */
  async *markDocuments(
    sequences: AsyncIterable<EncodedSequence>,
    inFlight: EncodedSequence[],
  ): AsyncGenerator<EncodedSequence, void, undefined> {
    const known = new WeakMap<EncodedSequence, EncodedSequence>();
    for await (const sequence of sequences) {
      const marked = known.get(sequence) ?? this.toDocument(sequence);
      known.set(sequence, marked);
      inFlight.push(marked);
      yield marked;
    }
  }

  toDocument(sequence: EncodedSequence): EncodedSequence {
    return { ...sequence, inputIds: withMarker(sequence.inputIds, this.#settings.documentMarkerId) };
  }

  toQuery(sequence: EncodedSequence): EncodedSequence {
    const { queryMarkerId, expandsQueries = true, attendsMasks } = this.#settings;
    if (!expandsQueries) return { ...sequence, inputIds: withMarker(sequence.inputIds, queryMarkerId) };
    const filled = new Int32Array(Math.max(queryTokens, sequence.inputIds.length)).fill(this.#maskId);
    filled.set(sequence.inputIds);
    const inputIds = withMarker(filled, queryMarkerId);
    return { ...sequence, inputIds, attendedTokens: attendsMasks ? inputIds.length : sequence.inputIds.length + 1 };
  }

  /** Returns the rows of a query: unchanged if the query is padded with masks, else scaled to length 1. */
  queryRows(rows: readonly Float32Array[]): Float32Array[] {
    return (this.#settings.expandsQueries ?? true) ? [...rows] : rows.map(normalizeInPlace);
  }

  /** Returns the rows of a marked document without padding and skipped punctuation, each scaled to length 1. */
  documentRows(rows: readonly Float32Array[], { inputIds }: EncodedSequence): Float32Array[] {
    return rows.filter((_, token) => !this.#skippedIds.has(inputIds[token]!)).map(normalizeInPlace);
  }
}

function withMarker(inputIds: Int32Array, markerId: number): Int32Array {
  const marked = new Int32Array(inputIds.length + 1);
  marked.set(inputIds.subarray(0, 1));
  marked[1] = markerId;
  marked.set(inputIds.subarray(1), 2);
  return marked;
}
