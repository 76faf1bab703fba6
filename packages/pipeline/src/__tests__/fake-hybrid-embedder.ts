import type {
  HybridCallOptions,
  HybridEmbedder,
  HybridEmbedding,
  HybridKind,
  HybridPart,
  MultiVectorEmbedder,
} from '@x/core';

import { FakeTokenEmbedder, FakeWordEmbedder } from './fake-token-embedder.ts';

/**
 * Returns the vectors of the fake token and word embedders in one pass. Records its calls; calls to a single part are recorded in
 * `dense.calls`.
 */
export class FakeHybridEmbedder implements HybridEmbedder {
  readonly modelName = 'letters and words';
  readonly dense = Object.assign(new FakeTokenEmbedder(), { hybrid: this });
  readonly sparse = Object.assign(new FakeWordEmbedder(), { hybrid: this });
  readonly multiVector: MultiVectorEmbedder & HybridPart = {
    modelName: this.modelName,
    dimension: this.dense.dimension,
    hybrid: this,
    passageEmbed: async (documents, options) =>
      (await this.dense.passageEmbedWithTokens(documents, options)).map(({ tokenVectors }) => [...tokenVectors]),
    queryEmbed: async (query, options) => [...(await this.dense.queryEmbedWithTokens(query, options)).tokenVectors],
  };
  readonly calls: string[] = [];
  readonly #tokens = new FakeTokenEmbedder();
  readonly #words = new FakeWordEmbedder();

  async passageEmbed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    { kinds, ...options }: HybridCallOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>[]> {
    const [tokens, words] = await Promise.all([
      this.#tokens.passageEmbedWithTokens(documents, options),
      this.#words.passageEmbed(documents, options),
    ]);
    this.calls.push(`passageEmbed ${documents.length}: ${kinds?.join(', ') ?? 'all'}`);
    return tokens.map(({ vector: dense, tokenVectors: multiVector }, index) =>
      pick({ dense, sparse: words[index]!, multiVector }, kinds),
    );
  }

  async queryEmbed<Kind extends HybridKind = HybridKind>(
    query: string,
    { kinds, ...options }: HybridCallOptions<Kind> = {},
  ): Promise<Pick<HybridEmbedding, Kind>> {
    const { vector: dense, tokenVectors: multiVector } = await this.#tokens.queryEmbedWithTokens(query, options);
    const sparse = await this.#words.queryEmbed(query, options);
    this.calls.push(`queryEmbed: ${kinds?.join(', ') ?? 'all'}`);
    return pick({ dense, sparse, multiVector }, kinds);
  }
}

function pick<Kind extends HybridKind>(
  embedding: HybridEmbedding,
  kinds: readonly Kind[] | undefined,
): Pick<HybridEmbedding, Kind> {
  const entries = Object.entries(embedding).filter(([kind]) => kinds?.includes(kind as Kind) ?? true);
  return Object.fromEntries(entries) as unknown as Pick<HybridEmbedding, Kind>;
}
