import type { RerankingModelV3 as OfficialModel } from '@ai-sdk/provider';
import { InvalidArgumentError, type OptionKinds, type Reranker, type RerankOptions, requireOptions } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { toRerankingModel } from '@x/cross-encoder/ai-sdk';
import * as ai6 from 'ai';
import * as ai7 from 'ai-7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const query = 'how do bees make honey';
const honey = 'Bees collect nectar and fan it with their wings until honey is left.';
const documents = ['Rust is a programming language.', honey, 'Bears like honey.'];
const long = 'word '.repeat(600);

let reranker: TextCrossEncoder;
beforeAll(async () => {
  reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { searchFrom: [import.meta.url], threads: 1 });
});
afterAll(() => reranker.dispose());

/** Warnings that the AI SDK would print. */
let printed: unknown[];
beforeEach(() => {
  printed = [];
  globalThis.AI_SDK_LOG_WARNINGS = ({ warnings }: { warnings: unknown[] }) => void printed.push(...warnings);
});

const contract: OptionKinds<RerankOptions> = { topK: 'number', signal: 'signal', onProgress: 'function' };

/** Ranks by length, longest first, and records its calls. Refuses options outside the contract, except those in `known`. */
function fakeReranker(fails?: Error, known: object = {}): Reranker & { calls: unknown[][] } {
  return {
    calls: [],
    modelName: 'fake',
    async rerank(...call) {
      requireOptions(call[2] ?? {}, { ...contract, ...known });
      this.calls.push(call);
      if (fails) throw fails;
      const ranked = call[1].map((document, index) => ({ index, document, score: document.length }));
      return ranked.toSorted((a, b) => b.score - a.score);
    },
  };
}

describe.each([
  ['ai@6', ai6 as unknown as typeof ai7],
  ['ai@7', ai7],
])('a reranking model of %s', (_, { rerank }) => {
  it("ranks texts by the reranker's own scores and reports the tokens read", async () => {
    const ranked = await reranker.rerank(query, documents);
    const { ranking, rerankedDocuments, providerMetadata } = await rerank({
      model: toRerankingModel(reranker),
      query,
      documents,
    });
    const expected = ranked.map(({ index, score, document }) => ({ originalIndex: index, score, document }));
    expect(ranking).toEqual(expected);
    expect(rerankedDocuments[0]).toBe(honey);
    const tokens = await reranker.tokenCount(documents.map((document) => [query, document]));
    expect([providerMetadata, printed]).toEqual([{ x: { tokens } }, []]);
  });

  it('returns the best topN', async () => {
    const { ranking } = await rerank({ model: toRerankingModel(reranker), query, documents, topN: 1 });
    expect(ranking).toEqual([{ originalIndex: 1, score: expect.any(Number) as number, document: honey }]);
  });

  it('reads objects as JSON, or with the option text', async () => {
    const articles = [{ id: 1, body: 'Rust' }, { id: 2, body: honey }]; // prettier-ignore
    const fake = fakeReranker();
    await rerank({ model: toRerankingModel(fake), query, documents: articles });
    expect(fake.calls[0]![1]).toEqual([JSON.stringify(articles[0]), JSON.stringify(articles[1])]);
    const text = ({ body }: { body: string }): string => body;
    const { ranking } = await rerank({ model: toRerankingModel(reranker, { text }), query, documents: articles });
    const [best] = await reranker.rerank(query, [honey]);
    expect(ranking[0]).toEqual({ originalIndex: 1, document: articles[1], score: expect.closeTo(best!.score, 5) });
  });

  it('applies activation and longDocuments from the model or from the call', async () => {
    const scoresOf = async (model: ReturnType<typeof toRerankingModel>, x: Record<string, string> = {}) => {
      const { ranking } = await rerank({ model, query, documents, providerOptions: { x } });
      return ranking.map(({ score }) => score);
    };
    const scores = (await reranker.rerank(query, documents, { activation: 'sigmoid' })).map(({ score }) => score);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    expect(await scoresOf(toRerankingModel(reranker, { activation: 'sigmoid' }))).toEqual(scores);
    expect(await scoresOf(toRerankingModel(reranker), { activation: 'sigmoid' })).toEqual(scores);
    const fake = fakeReranker(undefined, { longDocuments: 'text' });
    await scoresOf(toRerankingModel(fake, { longDocuments: 'chunk' }));
    await scoresOf(toRerankingModel(fake), { longDocuments: 'chunk' });
    const chunked = expect.objectContaining({ longDocuments: 'chunk' }) as object;
    expect(fake.calls.map(([, , options]) => options)).toEqual([chunked, chunked]);
  });

  it('warns once about all truncated documents', async () => {
    await rerank({ model: toRerankingModel(reranker), query, documents: [...documents, long, long], topN: 1 });
    const message = expect.stringMatching(/^2 of 5 documents were truncated to the model's limit \(\d+ tokens in all, the first at index 3\)\.$/) as string; // prettier-ignore
    expect(printed).toEqual([{ type: 'other', message }]);
  });

  it('refuses a ranking that lacks a document', async () => {
    const model = toRerankingModel({ modelName: 'odd', rerank: async () => [] });
    const message =
      "The reranker 'odd' returned documents with the indices []. It must return 2 of 3 documents, each once.";
    await expect(rerank({ model, query, documents, topN: 2 })).rejects.toThrow(message);
  });

  it('does not retry when the reranker refuses an argument or fails', async () => {
    const refusal = new InvalidArgumentError({ parameter: 'topK', value: 0, expected: 'a count' });
    for (const error of [refusal, new Error('no such thing')]) {
      const fake = fakeReranker(error);
      await expect(rerank({ model: toRerankingModel(fake), query, documents, maxRetries: 5 })).rejects.toBe(error);
      expect(fake.calls).toHaveLength(1);
    }
    const model = toRerankingModel(reranker);
    const none = rerank({ model, query, documents, topN: 0 });
    await expect(none).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'topN', value: 0 });
  });

  it('rejects with the reason of the signal when aborted', async () => {
    const reason = new Error('the user left');
    const controller = new AbortController();
    const many = Array.from({ length: 60 }, (__, index) => `${index} ${long}`);
    const { signal: abortSignal } = controller;
    const running = rerank({ model: toRerankingModel(reranker), query, documents: many, abortSignal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  it('refuses unknown options of a call', async () => {
    const model = toRerankingModel(reranker);
    for (const x of [{ Activation: 'sigmoid' }, { activation: 'softmax' }, { text: 'body' }]) {
      const refused = rerank({ model, query, documents, providerOptions: { x } });
      await expect(refused).rejects.toSatisfy(InvalidArgumentError.isInstance);
    }
  });
});

it('toRerankingModel returns a model of the official type', async () => {
  const model: OfficialModel = toRerankingModel(fakeReranker());
  expect([model.specificationVersion, model.provider, model.modelId]).toEqual(['v3', 'x', 'fake']);
  const { ranking, providerMetadata } = await model.doRerank({ query, documents: { type: 'text', values: ['a'] } });
  expect([ranking, providerMetadata]).toEqual([[{ index: 0, relevanceScore: 1 }], undefined]);
});

it('toRerankingModel refuses anything but a reranker, and options of wrong types or unknown names', () => {
  for (const value of [undefined, null, 'model', {}, TextCrossEncoder, Promise.resolve(reranker)]) {
    expect(() => toRerankingModel(value as never)).toThrow(/reranker must be a loaded reranker/);
  }
  const refused = [
    ...valuesOfOtherKinds('text').flatMap((value) => [{ activation: value }, { longDocuments: value }]),
    ...valuesOfOtherKinds('function').map((text) => ({ text })),
    ...misspeltNames(['text', 'activation', 'longDocuments']).map((name) => ({ [name]: 1 })),
  ];
  for (const options of refused)
    expect(() => toRerankingModel(reranker, options as never)).toThrow(InvalidArgumentError);
});
