import { InvalidArgumentError, type OptionKinds, pickOptions, requireMethods, requireOptions } from '@x/core';

import { type SearchOptions, searchOptionKinds } from '../search/search-options.ts';
import type { SearchHit } from '../search/search-result.ts';

/** A document of LangChain: the structure of `DocumentInterface` of `@langchain/core` 1. */
export interface LangChainDocument {
  pageContent: string;
  metadata: Record<string, unknown>;
  id: string;
}

/** Finds documents; LangChain's `RunnableLambda.from` makes a retriever of it, and `pipe` and `RunnableSequence` take it as it is. */
export type LangChainRetriever = (
  query: string,
  /** LangChain's own; the signal cancels the search. */
  config?: { readonly signal?: AbortSignal },
) => Promise<LangChainDocument[]>;

/** What a retriever searches: every pipeline does. */
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
  /** The content of a document. @default its payload's `text`, which is then left out of the metadata */
  readonly text?: (payload: Payload) => string;
}

const { candidates, topK, filter, timeoutMs } = searchOptionKinds;
const retrieverSearchKinds = { candidates, topK, filter, timeoutMs };
const optionKinds: OptionKinds<RetrieverOptions<object>> = { ...retrieverSearchKinds, text: 'function' };

/**
 * Makes a function for LangChain that searches a pipeline. Documents come best first; their metadata is the payload, the score of the last stage as
 * `relevanceScore`, and the `passage` that was found, in UTF-16 units, where it is not the whole text.
 *
 * @throws {InvalidArgumentError} when it is no pipeline, or an option is of a wrong kind. The function rejects with one when a document has no text.
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
  const expected = 'a pipeline, such as createSearchPipeline makes';
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
  const advice = 'Pass `text`, which reads the content of a document from its payload.';
  return new InvalidArgumentError({
    parameter: `the text of document ${String(id)}`,
    value,
    expected: 'a string',
    advice,
  });
}
