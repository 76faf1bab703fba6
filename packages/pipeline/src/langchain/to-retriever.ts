import { InvalidArgumentError, type OptionKinds, pickOptions, requireMethods, requireOptions } from '@x/core';

import { type SearchOptions, searchOptionKinds } from '../search/search-options.ts';
import type { SearchHit } from '../search/search-result.ts';

/** A document of LangChain, with the structure of `DocumentInterface` of `@langchain/core` 1. */
export interface LangChainDocument {
  pageContent: string;
  metadata: Record<string, unknown>;
  id: string;
}

/**
 * A function that finds documents. LangChain's `RunnableLambda.from` turns it into a retriever; `pipe` and `RunnableSequence` accept it directly.
 */
export type LangChainRetriever = (
  query: string,
  /** LangChain's configuration; its signal cancels the search. */
  config?: { readonly signal?: AbortSignal },
) => Promise<LangChainDocument[]>;

/** The part of a pipeline that a retriever needs. */
interface Searching<Payload extends object> {
  search(
    query: string,
    options?: SearchOptions,
  ): Promise<{ readonly hits: readonly Omit<SearchHit<Payload, unknown>, 'stages'>[] }>;
}

/** Options of {@link toRetriever}. */
export interface RetrieverOptions<Payload extends object> extends Pick<
  SearchOptions,
  'candidates' | 'topK' | 'filter' | 'timeoutMs'
> {
  /** Returns the content of a document. @default its payload's `text`, which is then omitted from the metadata */
  readonly text?: (payload: Payload) => string;
}

const { candidates, topK, filter, timeoutMs } = searchOptionKinds;
const retrieverSearchKinds = { candidates, topK, filter, timeoutMs };
const optionKinds: OptionKinds<RetrieverOptions<object>> = { ...retrieverSearchKinds, text: 'function' };

/**
 * Returns a function for LangChain that searches a pipeline and returns documents, best first. Their metadata is the payload, plus the score of the
 * last stage as `relevanceScore`. When the hit is a passage, the metadata also contains it as `passage`, in UTF-16 units.
 *
 * @throws {InvalidArgumentError} when `pipeline` is not a pipeline, or an option is of the wrong kind. The returned function rejects with it when a
 * document has no text.
 *
 * @example
 * const retriever = RunnableLambda.from(toRetriever(pipeline, { topK: 3 }));
 * const [best] = await retriever.invoke('who collects nectar?');
 * best.pageContent; // => 'Bees collect nectar.'
 */
export function toRetriever<Payload extends object>(
  pipeline: Searching<Payload>,
  options: RetrieverOptions<Payload> = {},
): LangChainRetriever {
  const expected = 'a pipeline, e.g. from createSearchPipeline';
  requireMethods(pipeline, 'pipeline', { methods: ['search'], expected });
  const { text } = requireOptions(options, optionKinds);
  const searchOptions = pickOptions(options, retrieverSearchKinds);
  return async (query, config) => {
    const signal = config?.signal;
    const { hits } = await pipeline.search(query, { ...searchOptions, ...(signal && { signal }) });
    return hits.map(({ id, payload, score, passage }) => {
      const { text: ownText, ...others } = payload as Readonly<Record<string, unknown>>;
      const pageContent = text === undefined ? ownText : text(payload);
      if (typeof pageContent !== 'string') throw withoutText(id, pageContent);
      const metadata = text === undefined ? others : payload;
      return {
        id: String(id),
        pageContent,
        metadata: { ...metadata, relevanceScore: score, ...(passage && { passage }) },
      };
    });
  };
}

function withoutText(id: unknown, value: unknown): InvalidArgumentError {
  const advice = 'Pass the option `text`, a function that returns the content of a document from its payload.';
  return new InvalidArgumentError({
    parameter: `the text of document ${String(id)}`,
    value,
    expected: 'a string',
    advice,
  });
}
