import { type EncodedSequence, InvalidArgumentError, normalizeInPlace } from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

import type { SupportedLateInteractionTextEmbeddingModel } from '../catalogue/supported-late-interaction-model.ts';

/** What tells the rules of one ColBERT model from another's. */
export type ColbertSettings = Pick<
  SupportedLateInteractionTextEmbeddingModel,
  'queryMarkerId' | 'documentMarkerId' | 'maskToken' | 'expandsQueries' | 'attendsMasks' | 'skipsPunctuation'
>;

// Of a query before its marker is put in: 32 rows in the end.
const queryTokens = 31;
// Python's `string.punctuation`.
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * How ColBERT reads: a marker behind the first token tells a query from a document, a query is filled up with masks, a document's
 * punctuation gets no row. Some models leave out the masks, or keep the punctuation.
 *
 * After fastembed/late_interaction/colbert.py, jina_colbert.py and lateon.py.
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

  /** @throws {InvalidArgumentError} when the vocabulary has no such mask: it is another model's. */
  static async create(tokenizer: Tokenizer, settings: ColbertSettings): Promise<ColbertRules> {
    const maskId = tokenizer.tokenId(settings.maskToken);
    if (maskId === undefined) {
      const expected = "a token of the model's tokenizer.json; is it another model's file?";
      throw new InvalidArgumentError({ parameter: 'maskToken', value: settings.maskToken, expected });
    }
    // Where padding is written as masks, a mask in a text is not padding.
    const skippedIds = new Set(tokenizer.padTokenId === maskId ? [] : [tokenizer.padTokenId]);
    for (const symbol of (settings.skipsPunctuation ?? true) ? punctuation : '') {
      const first = (await tokenizer.tokenize(symbol)).find(({ isSpecial }) => !isSpecial);
      if (first !== undefined) skippedIds.add(first.id);
    }
    return new ColbertRules(settings, maskId, skippedIds);
  }

  /** Marks documents on their way; each is put into `inFlight` as it passes. The same object stays the same, so that it runs once. */
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

  /** The rows of a query: as the model gives them where it is filled up, else each of length 1. */
  queryRows(rows: readonly Float32Array[]): Float32Array[] {
    return (this.#settings.expandsQueries ?? true) ? [...rows] : rows.map(normalizeInPlace);
  }

  /** The rows of a marked document that count, each of length 1. */
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
