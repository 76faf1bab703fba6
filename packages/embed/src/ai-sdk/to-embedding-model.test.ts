import { getEventListeners } from 'node:events';

import type { EmbeddingModelV3 as OfficialModel } from '@ai-sdk/provider';
import {
  type Embedder,
  type EmbedderCallOptions,
  InvalidArgumentError,
  type OptionKinds,
  requireOptions,
} from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding, StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { toEmbeddingModel } from '@x/embed/ai-sdk';
import * as ai6 from 'ai';
import * as ai7 from 'ai-7';
import { MockLanguageModelV4 } from 'ai-7/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const here = { searchFrom: [import.meta.url] };

let embedder: TextEmbedding;
let table: StaticTextEmbedding;
beforeAll(async () => {
  embedder = await TextEmbedding.load(name, { ...here, maxLength: 16, threads: 1 });
  table = await StaticTextEmbedding.load('x/static-en', here);
});
afterAll(() => Promise.all([embedder.dispose(), table.dispose()]));

/** Warnings that the AI SDK would print. */
let printed: unknown[];
beforeEach(() => {
  printed = [];
  globalThis.AI_SDK_LOG_WARNINGS = ({ warnings }: { warnings: unknown[] }) => void printed.push(...warnings);
});

const contract: OptionKinds<EmbedderCallOptions> = { signal: 'signal', onProgress: 'function', onUsage: 'function' };

/** Returns the use in the first component, and counts calls. Refuses options outside the contract, except those in `known`. */
function fakeEmbedder(fails?: Error, known: object = {}): Embedder & { calls: number } {
  const kinds = { ...contract, ...known };
  return {
    calls: 0,
    modelName: 'fake',
    dimension: 2,
    async passageEmbed(documents, options = {}) {
      requireOptions(options, kinds);
      this.calls++;
      if (fails) throw fails;
      return documents.map((text) => Float32Array.of(0, text.length));
    },
    async queryEmbed(query, options = {}) {
      requireOptions(options, kinds);
      this.calls++;
      if (fails) throw fails;
      return Float32Array.of(1, query.length);
    },
  };
}

const long = 'word '.repeat(40);

// ai@7 requires Node.js 22, but the functions used here also run on 20.
describe.each([
  ['ai@6', ai6 as unknown as typeof ai7],
  ['ai@7', ai7],
])('an embedding model of %s', (_, { embed, embedMany, cosineSimilarity, wrapEmbeddingModel, ...sdk }) => {
  it("returns the embedder's own vectors as plain arrays, and counts tokens", async () => {
    const values = ['A kitten', 'A young cat', 'A steam engine'];
    const { embeddings, usage, warnings } = await embedMany({ model: toEmbeddingModel(embedder), values });
    expect(embeddings).toEqual((await embedder.passageEmbed(values)).map((vector) => Array.from(vector)));
    expect(usage).toEqual({ tokens: await embedder.tokenCount(values) });
    expect([warnings, printed]).toEqual([[], []]);
    const [kitten, cat, engine] = embeddings as [number[], number[], number[]];
    expect(cosineSimilarity(kitten, cat)).toBeGreaterThan(cosineSimilarity(kitten, engine));
    const { embedding } = await embed({ model: toEmbeddingModel(embedder), value: values[0]! });
    expect(embedding).toEqual(kitten);
  });

  it('returns an empty list and no tokens when no value is given', async () => {
    const model = toEmbeddingModel(embedder);
    expect(await embedMany({ model, values: [] })).toMatchObject({ embeddings: [], usage: { tokens: 0 } });
  });

  it('embeds values as queries with the inputType of the model or of the call', async () => {
    const documents = toEmbeddingModel(fakeEmbedder());
    const queries = toEmbeddingModel(fakeEmbedder(), { inputType: 'query' });
    const providerOptions = { x: { inputType: 'query' } };
    expect((await embedMany({ model: documents, values: ['a', 'bc'] })).embeddings).toEqual([[0, 1], [0, 2]]); // prettier-ignore
    expect((await embedMany({ model: queries, values: ['a', 'bc'] })).embeddings).toEqual([[1, 1], [1, 2]]); // prettier-ignore
    expect((await embed({ model: documents, value: 'a', providerOptions })).embedding).toEqual([1, 1]);
    const settings = { settings: { providerOptions } };
    const middleware = sdk.defaultEmbeddingSettingsMiddleware(settings);
    const wrapped = wrapEmbeddingModel({ model: documents as never, middleware });
    expect((await embed({ model: wrapped, value: 'a' })).embedding).toEqual([1, 1]);
  });

  it('returns shorter vectors with the option dimension, and refuses dimensions that the model was not trained for', async () => {
    const model = toEmbeddingModel(table, { dimension: 128 });
    const { embedding } = await embed({ model, value: 'A kitten' });
    expect(embedding).toEqual(Array.from((await table.passageEmbed(['A kitten'], { dimension: 128 }))[0]!));
    const providerOptions = { x: { dimension: 200 } };
    expect((await embed({ model, value: 'A kitten', providerOptions })).embedding).toHaveLength(200);
    const untrained = toEmbeddingModel(embedder, { dimension: 128 });
    await expect(embed({ model: untrained, value: 'A kitten' })).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  it('warns when an embedder returns vectors of another dimension than requested', async () => {
    const fake = fakeEmbedder(undefined, { dimension: 'number' });
    const { warnings } = await embed({ model: toEmbeddingModel(fake, { dimension: 1 }), value: 'a' });
    const details = 'The embedder returned vectors of 2 components instead of 1.';
    expect(warnings).toEqual([{ type: 'unsupported', feature: 'dimensions', details }]);
  });

  it.each(['document', 'query'] as const)('warns once about all truncated values, as %s', async (inputType) => {
    const model = toEmbeddingModel(embedder, { inputType });
    const { warnings } = await embedMany({ model, values: ['short', long, long] });
    const message = "2 of 3 values were truncated to the model's limit (52 tokens in all, the first at index 1).";
    expect(warnings).toEqual([{ type: 'other', message }]);
    expect(printed).toEqual(warnings);
  });

  it.each(['document', 'query'] as const)('refuses an answer that lacks a vector, as %s', async (inputType) => {
    const odd: Embedder = {
      ...fakeEmbedder(),
      passageEmbed: async () => [],
      queryEmbed: async () => undefined as never,
    };
    const embedding = embedMany({ model: toEmbeddingModel(odd, { inputType }), values: ['a', 'b'] });
    await expect(embedding).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
      message: expect.stringMatching(/^'fake' returned /) as string,
    });
  });

  it('does not retry when the embedder refuses an argument or fails', async () => {
    const refusal = new InvalidArgumentError({ parameter: 'documents', value: 1, expected: 'texts' });
    for (const error of [refusal, new Error('no such thing')]) {
      const failing = fakeEmbedder(error);
      await expect(embedMany({ model: toEmbeddingModel(failing), values: ['a'], maxRetries: 5 })).rejects.toBe(error);
      expect(failing.calls).toBe(1);
    }
  });

  it('does not call the embedder when one of the queries is empty', async () => {
    const fake = fakeEmbedder();
    const model = toEmbeddingModel(fake, { inputType: 'query' });
    await expect(embedMany({ model, values: ['a', ' '] })).rejects.toMatchObject({ parameter: 'values[1]' });
    expect(fake.calls).toBe(0);
  });

  it.each(['document', 'query'] as const)(
    'rejects with the reason of the signal when aborted, and removes its listeners: %s',
    async (inputType) => {
      const reason = new Error('the user left');
      const controller = new AbortController();
      const { signal: abortSignal } = controller;
      const model = toEmbeddingModel(embedder, { inputType });
      const running = embedMany({ model, values: Array(200).fill(long), abortSignal });
      controller.abort(reason);
      await expect(running).rejects.toBe(reason);
      expect(getEventListeners(abortSignal, 'abort')).toEqual([]);
    },
  );

  it('adds one listener to the signal for any number of queries, and stops the others when one fails', async () => {
    const failure = new Error('out of memory');
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const fake: Embedder = {
      ...fakeEmbedder(),
      queryEmbed: async (query, { signal } = {}) => {
        signals.push(signal!);
        if (query === 'last') throw failure;
        return new Promise((__, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error)));
      },
    };
    const model = toEmbeddingModel(fake, { inputType: 'query' });
    const values = [...Array.from({ length: 20 }, (__, index) => `query ${index}`), 'last'];
    await expect(embedMany({ model, values, abortSignal: controller.signal })).rejects.toBe(failure);
    expect(new Set(signals).size).toBe(21);
    expect(signals.every(({ aborted, reason }) => aborted && reason === failure)).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it.each<[string, object, number]>([
    ['a model of this package, which packs concurrent calls', { embedWithReport: null }, 100],
    ['any other embedder', {}, 32],
  ])('embeds queries concurrently: %s', async (__, mark, atOnce) => {
    let [running, most] = [0, 0];
    const queryEmbed: Embedder['queryEmbed'] = async (query) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return Float32Array.of(Number(query), 0);
    };
    const model = toEmbeddingModel({ ...fakeEmbedder(), ...mark, queryEmbed }, { inputType: 'query' });
    const values = Array.from({ length: 100 }, (___, index) => String(index));
    const { embeddings } = await embedMany({ model, values });
    expect([most, embeddings.map(([first]) => first)]).toEqual([atOnce, values.map(Number)]);
  });

  it('refuses unknown options of a call', async () => {
    const model = toEmbeddingModel(embedder);
    for (const providerOptions of [
      { x: { inputtype: 'query' } },
      { x: { inputType: 'passage' } },
      { x: { dimension: '8' } },
    ]) {
      await expect(embed({ model, value: 'a', providerOptions })).rejects.toSatisfy(InvalidArgumentError.isInstance);
    }
    await embed({ model, value: 'a', providerOptions: { openai: { dimensions: 8 } } });
  });
});

it('toEmbeddingModel returns a model of the official type', async () => {
  const model: OfficialModel = toEmbeddingModel(embedder);
  expect([model.specificationVersion, model.provider, model.modelId]).toEqual(['v3', 'x', name]);
  const { warnings } = await model.doEmbed({ values: [] });
  expect(warnings).toEqual([]);
});

it('returns vectors of the dimension in `dimensions` of ai@7', async () => {
  const model = toEmbeddingModel(table, { dimension: 128 });
  expect((await ai7.embed({ model, value: 'A kitten', dimensions: 200 })).embedding).toHaveLength(200);
});

it("ranks the tools of ai@7's toolSearch by meaning", async () => {
  const tools = {
    send_invoice: { description: 'Bills a customer for an order' },
    book_flight: { description: 'Reserves a seat on a plane' },
    water_plants: { description: 'Turns the sprinklers of the garden on' },
  };
  const search = async ({
    query,
    tools: found,
  }: {
    query: string;
    tools: { name: string; description?: string }[];
  }) => {
    const model = toEmbeddingModel(embedder);
    const { embeddings } = await ai7.embedMany({ model, values: found.map(({ description = '' }) => description) });
    const { embedding } = await ai7.embed({ model: toEmbeddingModel(embedder, { inputType: 'query' }), value: query });
    const near = (index: number): number => ai7.cosineSimilarity(embedding, embeddings[index]!);
    return [...found.keys()].toSorted((a, b) => near(b) - near(a)).map((index) => found[index]!.name);
  };
  const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } } as never;
  const answers = [
    {
      content: [{ type: 'tool-call' as const, toolCallId: '1', toolName: 'find', input: '{"query":"travel by air"}' }],
      finishReason: { unified: 'tool-calls' as const, raw: undefined },
      usage,
      warnings: [],
    },
    { content: [], finishReason: { unified: 'stop' as const, raw: undefined }, usage, warnings: [] },
  ];
  const languageModel = new MockLanguageModelV4({ doGenerate: answers });
  const deferred = Object.entries(tools).map(([tool, { description }]) => {
    const inputSchema = ai7.jsonSchema<object>({ type: 'object', properties: {} });
    return [tool, ai7.tool({ description, inputSchema, deferLoading: true, execute: () => 'done' })];
  });
  await ai7.generateText({
    model: languageModel,
    prompt: 'I want to travel.',
    tools: { ...Object.fromEntries(deferred), find: ai7.toolSearch({ search, maxResults: 1 }) } as ai7.ToolSet,
    stopWhen: ai7.isStepCount(2),
  });
  const offered = languageModel.doGenerateCalls.map((call) => call.tools?.map((tool) => tool.name));
  expect(offered).toEqual([['find'], ['book_flight', 'find']]);
});

describe('toEmbeddingModel', () => {
  it('refuses anything but an embedder of dense vectors', async () => {
    const words = await SparseTextEmbedding.load('Qdrant/bm25');
    for (const value of [undefined, null, 'model', {}, words, TextEmbedding, Promise.resolve(embedder)]) {
      expect(() => toEmbeddingModel(value as never)).toThrow(/embedder must be an embedder of dense vectors/);
    }
  });

  it('refuses options of wrong types and of unknown names', () => {
    const refused = [
      ...valuesOfOtherKinds('text').map((inputType) => ({ inputType })),
      ...valuesOfOtherKinds('number').map((dimension) => ({ dimension })),
      ...misspeltNames(['inputType', 'dimension']).map((misspelt) => ({ [misspelt]: 1 })),
      { inputType: 'passage' },
    ];
    for (const options of refused)
      expect(() => toEmbeddingModel(embedder, options as never)).toThrow(InvalidArgumentError);
  });

  it('embeds queries, but no documents, with the query model of an asymmetric pair', async () => {
    const side = { ...fakeEmbedder(), modelName: 'small', documentModel: 'large' };
    const refusal = toEmbeddingModel(side).doEmbed({ values: ['a'] });
    await expect(refusal).rejects.toThrow("'small' embeds queries for documents of 'large'.");
    const queries = toEmbeddingModel(side, { inputType: 'query' });
    expect((await queries.doEmbed({ values: ['a'] })).embeddings).toEqual([[1, 1]]);
  });
});
