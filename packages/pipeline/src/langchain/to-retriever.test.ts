import type { DocumentInterface } from '@langchain/core/documents';
import type { BaseRetrieverInterface } from '@langchain/core/retrievers';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { InvalidArgumentError } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline, type SearchPipeline } from '../search-pipeline.ts';
import { toRetriever } from './to-retriever.ts';

interface Article {
  readonly text: string;
  readonly source: string;
}

const articles = [
  { id: 1, payload: { text: 'a', source: 'a.md' } },
  { id: 2, payload: { text: 'bbb', source: 'b.md' } },
  { id: 3, payload: { text: 'ccccc', source: 'c.md' } },
];

let pipeline: SearchPipeline<Article>;
beforeEach(async () => {
  pipeline = createSearchPipeline<Article>({ embedder: lengthEmbedder(), store: new FakeStore<Article>() });
  await pipeline.index(articles);
});

describe('toRetriever', () => {
  it('returns hits as documents, best first, with the payload and the score as metadata', async () => {
    const { hits } = await pipeline.search('xxx');
    const documents = await toRetriever(pipeline)('xxx');
    expect(documents.map(({ pageContent }) => pageContent)).toEqual(hits.map(({ payload }) => payload.text));
    const metadata = { source: 'b.md', relevanceScore: hits[0]!.score };
    expect(documents[0]).toEqual({ id: '2', pageContent: 'bbb', metadata });
  });

  it('searches with the options of the retriever', async () => {
    const retriever = toRetriever(pipeline, { topK: 1, candidates: 2, filter: [1, 3] });
    expect((await retriever('xxxx')).map(({ id }) => id)).toEqual(['3']);
  });

  it('reads the content with the given function, and keeps the payload complete', async () => {
    const [best] = await toRetriever(pipeline, { topK: 1, text: ({ source }) => source })('a');
    expect(best).toMatchObject({ pageContent: 'a.md', metadata: { text: 'a', source: 'a.md' } });
  });

  it('returns the passage that was found', async () => {
    const store = new FakeStore<{ text: string }>();
    const split = createSearchPipeline({ embedder: lengthEmbedder(), store, chunker: wordChunker });
    await split.index([{ id: 1, payload: { text: 'one seventy two' } }]);
    const [best] = await toRetriever(split)('seventy');
    expect(best!.metadata['passage']).toEqual({ start: 4, end: 11 });
  });

  it('refuses a document without a text, and names its id', async () => {
    const store = new FakeStore<{ title: string }>();
    const titled = createSearchPipeline({ embedder: lengthEmbedder(), store, text: ({ title }) => title });
    await titled.index([{ id: 7, payload: { title: 'abc' } }]);
    await expect(toRetriever(titled)('abc')).rejects.toThrow('the text of document 7 must be a string');
    expect(await toRetriever(titled, { text: ({ title }) => title })('abc')).toHaveLength(1);
  });

  it('refuses values that are not a pipeline, and invalid or unknown options', () => {
    for (const value of [undefined, null, {}, lengthEmbedder(), Promise.resolve(pipeline)]) {
      expect(() => toRetriever(value as never)).toThrow(/pipeline must be a pipeline/);
    }
    const refused = [
      ...valuesOfOtherKinds('number').flatMap((v) => [{ topK: v }, { candidates: v }, { timeoutMs: v }]),
      ...valuesOfOtherKinds('function').map((text) => ({ text })),
      ...misspeltNames(['topK', 'candidates', 'timeoutMs', 'filter', 'text']).map((name) => ({ [name]: 1 })),
    ];
    for (const options of refused) expect(() => toRetriever(pipeline, options as never)).toThrow(InvalidArgumentError);
    expect(() => toRetriever(pipeline, { topN: 0 } as never)).toThrow(/"topN".*\btopK\b/);
  });
});

describe('a retriever in LangChain', () => {
  it('becomes a full retriever by RunnableLambda.from: invoke, batch, stream and pipe', async () => {
    const retriever: BaseRetrieverInterface = RunnableLambda.from(toRetriever(pipeline, { topK: 1 }));
    const contents = (documents: DocumentInterface[]): string[] => documents.map(({ pageContent }) => pageContent);
    expect(contents(await retriever.invoke('x'))).toEqual(['a']);
    expect((await retriever.batch(['x', 'xxxxx'])).map(contents)).toEqual([['a'], ['ccccc']]);
    const streamed = [];
    for await (const documents of await retriever.stream('xxx')) streamed.push(...contents(documents));
    expect(streamed).toEqual(['bbb']);
    expect(await (retriever as RunnableLambda<string, DocumentInterface[]>).pipe(contents).invoke('xxx')).toEqual([
      'bbb',
    ]);
  });

  it('can be a step of a sequence and a field of a map', async () => {
    const retriever = toRetriever(pipeline, { topK: 1 });
    const count = RunnableSequence.from([retriever, (documents: DocumentInterface[]) => documents.length]);
    expect(await count.invoke('x')).toBe(1);
    const prompt = ({ context }: { context: DocumentInterface[] }): string => `Context: ${context[0]!.pageContent}`;
    expect(await RunnableSequence.from([{ context: retriever }, prompt]).invoke('xxx')).toBe('Context: bbb');
  });

  it('works inside a tool', async () => {
    const retriever = toRetriever(pipeline, { topK: 1 });
    const schema = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] } as const;
    const find = async ({ query }: { query: string }): Promise<string> => (await retriever(query))[0]!.pageContent;
    const look = tool(find as never, { name: 'look', description: 'looks it up', schema });
    expect(await look.invoke({ query: 'xxx' })).toBe('bbb');
  });

  it('stops the search when the signal of the call is aborted', async () => {
    const reason = new Error('the user left');
    let seen: AbortSignal | undefined;
    const waiting = {
      search: async (_: string, { signal }: { readonly signal?: AbortSignal } = {}) => {
        seen = signal;
        return new Promise<never>((__, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
          controller.abort(reason);
        });
      },
    };
    const controller = new AbortController();
    const retriever = RunnableLambda.from(toRetriever(waiting));
    await expect(retriever.invoke('x', { signal: controller.signal })).rejects.toThrow('the user left');
    expect(seen!.aborted).toBe(true);
  });
});
