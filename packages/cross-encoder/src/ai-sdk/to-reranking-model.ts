import { type OptionKinds, pickOptions, type Reranker, requireInteger, requireOptions } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { requireRanking } from '../require-ranking.ts';
import { isCrossEncoder, requireReranker } from '../require-reranker.ts';
import type { RerankCallOptions } from '../text-cross-encoder-options.ts';
import type { RerankingModelV3, RerankingModelV3CallOptions, RerankingModelV3Result } from './reranking-model-v3.ts';

/** Options that a call may override in `providerOptions.x`. */
type RankingOptions = Pick<RerankCallOptions, 'activation' | 'longDocuments'>;

/** Options of {@link toRerankingModel}. A call may override all but `text` in `providerOptions.x`. */
export interface RerankingModelOptions<Document extends object> extends RankingOptions {
  /**
   * Returns the text of a document that is an object.
   *
   * @default JSON.stringify
   * @example
   * toRerankingModel(reranker, { text: ({ title, body }: Article) => `${title}\n${body}` });
   */
  readonly text?: (document: Document) => string;
}

const rankingOptionKinds: OptionKinds<RankingOptions> = { activation: 'text', longDocuments: 'text' };
const optionKinds: OptionKinds<RerankingModelOptions<object>> = { ...rankingOptionKinds, text: 'function' };

/**
 * Wraps a reranker as a model for `rerank` of the AI SDK. The caller still disposes of the reranker.
 *
 * With a `TextCrossEncoder`, each call returns one warning for all truncated documents, and the number of tokens read in
 * `providerMetadata.x.tokens`. Errors are not API errors, so the AI SDK never retries them.
 *
 * @throws {InvalidArgumentError} when `reranker` is not a reranker, or an option has the wrong type. A call rejects with this error when the
 *   reranker does not return the wanted number of documents, each once.
 *
 * @example
 * const model = toRerankingModel(reranker, { activation: 'sigmoid' });
 * const { ranking } = await rerank({ model, query: 'who makes honey?', documents: ['Rust is a language.', 'Bees make honey.'], topN: 1 });
 * ranking[0].originalIndex; // => 1
 */
export function toRerankingModel<Document extends object = Readonly<Record<string, unknown>>>(
  reranker: Reranker,
  options: RerankingModelOptions<Document> = {},
): RerankingModelV3 {
  requireReranker(reranker);
  const { text = JSON.stringify } = requireOptions(options, optionKinds);
  return {
    specificationVersion: 'v3',
    provider: 'x',
    modelId: reranker.modelName,
    doRerank: async (call) => {
      const { documents, providerOptions } = call;
      const ofCall = requireOptions(providerOptions?.['x'] ?? {}, rankingOptionKinds, 'providerOptions.x');
      const texts =
        documents.type === 'text' ? documents.values : documents.values.map((document) => text(document as Document));
      return rankTexts(reranker, texts, call, { ...pickOptions(options, rankingOptionKinds), ...ofCall });
    },
  };
}

async function rankTexts(
  reranker: Reranker,
  texts: readonly string[],
  { query, topN, abortSignal }: RerankingModelV3CallOptions,
  options: RankingOptions,
): Promise<RerankingModelV3Result> {
  if (topN !== undefined) requireInteger(topN, 'topN', { min: 1 });
  const cut: TruncationReport[] = [];
  let tokens: number | undefined;
  const callOptions: RerankCallOptions = {
    ...options,
    ...(topN !== undefined && { topK: topN }),
    ...(abortSignal && { signal: abortSignal }),
    ...(isCrossEncoder(reranker) && {
      onTruncation: (report) => cut.push(report),
      onUsage: (usage) => (tokens = usage.tokens),
    }),
  };
  const count = { documents: texts.length, count: Math.min(topN ?? texts.length, texts.length) };
  const ranked = requireRanking(reranker, await reranker.rerank(query, texts, callOptions), count);
  return {
    ranking: ranked.map(({ index, score }) => ({ index, relevanceScore: score })),
    ...(tokens !== undefined && { providerMetadata: { x: { tokens } } }),
    warnings: warnOfTruncations(cut, texts.length),
  };
}

function warnOfTruncations(cut: readonly TruncationReport[], total: number): RerankingModelV3Result['warnings'] {
  if (cut.length === 0) return [];
  // A document scored in passages has one report for each truncated passage.
  const indexes = new Set(cut.map(({ index }) => index));
  const tokens = cut.reduce((sum, { truncatedTokens }) => sum + truncatedTokens, 0);
  const message = `${indexes.size} of ${total} documents were truncated to the model's limit (${tokens} tokens in all, the first at index ${cut[0]!.index}).`;
  return [{ type: 'other', message }];
}
