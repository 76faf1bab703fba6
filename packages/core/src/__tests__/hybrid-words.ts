import type { HybridCallOptions, HybridEmbedder, HybridEmbedding, HybridKind } from '../index.ts';
import { rowsOfWords, sparseWords, WordsWithTokens } from './word-models.ts';

/** Combines the word models into a hybrid embedder with vectors of all three kinds. */
export class HybridWords implements HybridEmbedder {
  readonly modelName = 'words';
  readonly dense = Object.assign(new WordsWithTokens(), { hybrid: this });
  readonly sparse = Object.assign(sparseWords(), { hybrid: this });
  readonly multiVector = Object.assign(rowsOfWords(), { hybrid: this });
  // Separate instances, so that a test can break one part alone.
  readonly #models = { dense: new WordsWithTokens(), sparse: sparseWords(), multiVector: rowsOfWords() };

  async passageEmbed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    { kinds, ...options }: HybridCallOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>[]> {
    const dense = await this.#models.dense.passageEmbed(documents, options);
    const sparse = await this.#models.sparse.passageEmbed(documents);
    const multiVector = await this.#models.multiVector.passageEmbed(documents);
    return dense.map((_, at) => pick({ dense: dense[at]!, sparse: sparse[at]!, multiVector: multiVector[at]! }, kinds));
  }

  async queryEmbed<Kind extends HybridKind = HybridKind>(
    query: string,
    { kinds, ...options }: HybridCallOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>> {
    const dense = await this.#models.dense.queryEmbed(query, options);
    const sparse = await this.#models.sparse.queryEmbed(query);
    return pick({ dense, sparse, multiVector: await this.#models.multiVector.queryEmbed(query) }, kinds);
  }
}

function pick<Kind extends HybridKind>(
  embedding: HybridEmbedding,
  kinds: readonly Kind[] = Object.keys(embedding) as Kind[],
): Pick<HybridEmbedding, Kind> {
  return Object.fromEntries(kinds.map((kind) => [kind, embedding[kind]])) as unknown as Pick<HybridEmbedding, Kind>;
}
