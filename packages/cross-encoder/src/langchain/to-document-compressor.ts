import {
  type OptionKinds,
  pickOptions,
  type RankedDocument,
  type Reranker,
  requireInteger,
  requireKind,
  requireOptions,
} from '@x/core';

import { requireRanking } from '../require-ranking.ts';
import { requireReranker } from '../require-reranker.ts';
import type { RerankCallOptions } from '../text-cross-encoder-options.ts';

/** A document of LangChain, with the structure of `DocumentInterface` of `@langchain/core` 1. */
export interface LangChainDocument {
  pageContent: string;
  metadata: Record<string, unknown>;
  id?: string;
}

/** A document compressor of LangChain, with the structure of `BaseDocumentCompressor` of `@langchain/core` 1. */
export interface LangChainDocumentCompressor {
  compressDocuments(documents: LangChainDocument[], query: string, callbacks?: unknown): Promise<LangChainDocument[]>;
}

/** Options of {@link toDocumentCompressor}. */
export interface DocumentCompressorOptions extends Pick<RerankCallOptions, 'activation' | 'longDocuments'> {
  /** Number of best documents to return, at least 1. @default all */
  readonly topN?: number;
}

const callOptionKinds = { activation: 'text', longDocuments: 'text' } as const;
const optionKinds: OptionKinds<DocumentCompressorOptions> = { ...callOptionKinds, topN: 'number' };

/**
 * Wraps a reranker as a document compressor for LangChain. It returns copies of the documents, most relevant first, with `relevanceScore` added to
 * their metadata. The caller still disposes of the reranker.
 *
 * With `longDocuments: 'chunk'`, the metadata of a longer document also has the `passage` that was scored, in UTF-16 units.
 *
 * @throws {InvalidArgumentError} when `reranker` is not a reranker, or an option has the wrong type or is out of range. A call rejects
 *   with this error when the reranker does not return the wanted number of documents, each once.
 *
 * @example
 * const compressor = toDocumentCompressor(reranker, { topN: 1 });
 * const [best] = await compressor.compressDocuments(documents, 'who makes honey?');
 * best.metadata; // => { source: 'bees.md', relevanceScore: 4.2 }
 */
export function toDocumentCompressor(
  reranker: Reranker,
  options: DocumentCompressorOptions = {},
): LangChainDocumentCompressor {
  requireReranker(reranker);
  const { topN } = requireOptions(options, optionKinds);
  if (topN !== undefined) requireInteger(topN, 'topN', { min: 1 });
  const callOptions = { ...pickOptions(options, callOptionKinds), ...(topN !== undefined && { topK: topN }) };
  return {
    async compressDocuments(documents, query) {
      const texts = requireKind(documents, 'list', 'documents').map(({ pageContent }) => pageContent);
      const count = { documents: texts.length, count: Math.min(topN ?? texts.length, texts.length) };
      const ranked = requireRanking(reranker, await reranker.rerank(query, texts, callOptions), count);
      return ranked.map((hit) => withScore(documents[hit.index]!, hit));
    },
  };
}

function withScore(document: LangChainDocument, { score, passage }: RankedDocument): LangChainDocument {
  return { ...document, metadata: { ...document.metadata, relevanceScore: score, ...(passage && { passage }) } };
}
