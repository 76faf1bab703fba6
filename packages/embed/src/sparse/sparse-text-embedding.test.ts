import { DisposedError, UnknownModelError } from '@x/core';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';

import type { NoWordsReport } from './no-words-watch.ts';
import { SparseTextEmbedding } from './sparse-text-embedding.ts';

const texts = ['a whale in the sea', '', 'Sailing ships'];

it('returns the same vectors for lists and streams, in order, and reports progress', async () => {
  await using bm25 = await SparseTextEmbedding.load('qdrant/BM25');
  expect(bm25.modelName).toBe('Qdrant/bm25');
  expect(bm25.requiresIdf).toBe(true);
  const completed: number[] = [];
  const vectors = await bm25.embed(texts, { onProgress: (event) => completed.push(event.completed) });
  expect(vectors.map(({ indices }) => indices.length)).toEqual([2, 0, 2]);
  expect(completed).toEqual([0, 1, 2, 3]);
  const streamed = [];
  for await (const vector of bm25.embedStream(texts)) streamed.push(vector);
  expect(streamed).toEqual(vectors);
  expect(await bm25.passageEmbed(texts)).toEqual(vectors);
  expect(await bm25.embed([])).toEqual([]);
});

it('queryEmbed returns the ids of the words of a query', async () => {
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  const [passage] = await bm25.embed(['ships']);
  expect(await bm25.queryEmbed('the ship')).toEqual({ indices: passage!.indices, values: Float32Array.of(1) });
  await expect(bm25.queryEmbed('  ')).rejects.toThrow(/empty/);
});

it('lets other work run while it embeds a large amount of text', async () => {
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await bm25.embed(Array.from({ length: 100 }, (_, index) => `word${index} `.repeat(1000)));
  isDone = true;
  expect(turns).toBeGreaterThan(3);
});

it('rejects with the reason of a signal that is aborted before or during a call', async () => {
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  const reason = new Error('enough');
  await expect(bm25.embed(texts, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const onProgress = (event: { completed: number }): void => {
    if (event.completed === 1) controller.abort(reason);
  };
  await expect(bm25.embed(texts, { signal: controller.signal, onProgress })).rejects.toBe(reason);
});

describe('one long text', () => {
  // Every reading of the clock finds the turn spent.
  beforeEach(() => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  });
  afterEach(() => vi.restoreAllMocks());

  const long = Array.from({ length: 3000 }, (_, index) => `word${index}ings`).join(' ');
  const tokenizers = [
    { tokenizer: 'words' },
    { tokenizer: 'segmenter' },
    { tokenizer: (text: string) => text.split(/\s+/) },
  ] as const;

  it.each(tokenizers)('lets other work run while it is read by $tokenizer', async (options) => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25', options);
    const calls = [
      () => bm25.embed([long]),
      () => bm25.queryEmbed(long),
      () => bm25.queryWords(long),
      () => bm25.embed(['the '.repeat(3000)], { onNoWords: () => {} }),
    ];
    for (const call of calls) {
      let turns = 0;
      let isDone = false;
      const count = (): void => {
        turns++;
        if (!isDone) setImmediate(count);
      };
      setImmediate(count);
      await call();
      isDone = true;
      expect(turns).toBeGreaterThan(15);
    }
  });

  it.each(tokenizers)('has the words of its lines, in order, with $tokenizer', async (options) => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25', options);
    const lines = Array.from({ length: 300 }, (_, index) => `Line ${index} of the Honey-Makers. 蜜蜂采集花蜜 ΟΔΟΣ`);
    const wordsOf = async (text: string): Promise<(readonly [number, string])[]> =>
      (await bm25.queryWords(text)).map(({ index, start, end }) => [index, text.slice(start, end)] as const);
    const expected = (await Promise.all(lines.map(wordsOf))).flat();
    const text = lines.join('\n');
    expect(await wordsOf(text)).toEqual(expected);
    const indices = Uint32Array.from(new Set(expected.map(([index]) => index)));
    expect((await bm25.queryEmbed(text)).indices).toEqual(indices);
    expect((await bm25.embed([text]))[0]!.indices).toEqual(indices);
  });

  it('is abandoned when the signal aborts, with its reason', async () => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
    const reason = new Error('enough');
    const calls = [
      (signal: AbortSignal) => bm25.embed([long], { signal }),
      (signal: AbortSignal) => bm25.embedStream([long], { signal }).next(),
      (signal: AbortSignal) => bm25.queryEmbed(long, { signal }),
    ];
    for (const call of calls) {
      const controller = new AbortController();
      setImmediate(() => controller.abort(reason));
      await expect(call(controller.signal)).rejects.toBe(reason);
    }
  });

  it('is abandoned when the model is disposed of', async () => {
    for (const call of ['queryEmbed', 'queryWords'] as const) {
      const bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
      setImmediate(() => void bm25.dispose());
      await expect(bm25[call](long)).rejects.toThrow(DisposedError);
    }
  });
});

it('queryWords returns the spans of the words that have a dimension in the vector', async () => {
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  const query = 'How is the İstanbul-honey made? 🐝 Honeys!';
  const words = await bm25.queryWords(query);
  expect(words.map(({ start, end }) => query.slice(start, end))).toEqual(['İstanbul', 'honey', 'made', 'Honeys']);
  const { indices } = await bm25.queryEmbed(query);
  expect(new Set(words.map(({ index }) => index))).toEqual(new Set(indices));
  expect(words[1]!.index).toBe(words[3]!.index);
  expect(await bm25.queryWords('the of ?!')).toEqual([]);
});

it('names the document that is not a string', async () => {
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  await expect(bm25.embed(['a', 7 as unknown as string])).rejects.toThrow('documents[1]');
});

describe('texts without a word to search by', () => {
  const long = 'x'.repeat(41);
  const mixed = ['bees', 'the of the', '', `${long} and`, '蜜蜂'];
  const expected = [
    { index: 1, stopWords: 3, longWords: 0 },
    { index: 2, stopWords: 0, longWords: 0 },
    { index: 3, stopWords: 1, longWords: 1 },
  ];
  let warnings: Error[];
  const keep = (warning: Error): void => void warnings.push(warning);
  beforeEach(() => {
    warnings = [];
    process.on('warning', keep);
  });
  afterEach(() => void process.off('warning', keep));

  it('are in the report, with the number of words left out', async () => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
    const told: NoWordsReport[] = [];
    const report = await bm25.embedWithReport(mixed, { onNoWords: (one) => told.push(one) });
    const vectors = await bm25.embed(mixed, { onNoWords: () => {} });
    expect(report).toEqual({ vectors, truncations: [], noWords: expected });
    expect(report.vectors.map(({ indices }) => indices.length)).toEqual([1, 0, 0, 0, 1]);
    expect(told).toEqual(expected);
  });

  it('are reported one by one in a stream, and for a query', async () => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
    const told: NoWordsReport[] = [];
    const onNoWords = (report: NoWordsReport): void => void told.push(report);
    for await (const _ of bm25.embedStream(mixed, { onNoWords }));
    expect(told.splice(0)).toEqual(expected);
    expect((await bm25.queryEmbed('to be or not to be', { onNoWords })).indices).toHaveLength(0);
    expect(told).toEqual([{ index: 0, stopWords: 6, longWords: 0 }]);
    await new Promise(setImmediate);
    expect(warnings).toEqual([]);
  });

  it("yield one warning per call without onNoWords, except with the policy 'allow'", async () => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
    await bm25.embed(mixed);
    await bm25.queryEmbed('the');
    await bm25.queryEmbed('bees');
    await new Promise(setImmediate);
    expect(warnings.map(({ message }) => message)).toEqual([
      'Qdrant/bm25 found no word to search by in 3 of 5 texts (the first at index 1): their vectors are empty.',
      'Qdrant/bm25 found no word to search by in 1 of 1 texts (the first at index 0): their vectors are empty.',
    ]);
    expect(warnings[0]).toMatchObject({ name: 'NoWordsWarning', code: 'X_NO_WORDS' });
    await using quiet = await SparseTextEmbedding.load('Qdrant/bm25', { noWordsPolicy: 'allow' });
    expect(await quiet.embed(mixed)).toEqual(await bm25.embed(mixed, { onNoWords: () => {} }));
    await new Promise(setImmediate);
    expect(warnings).toHaveLength(2);
  });
});

test('load rejects an unknown model and lists similar names; a disposed model rejects further calls', async () => {
  await expect(SparseTextEmbedding.load('bm25-qdrant')).rejects.toThrow(UnknownModelError);
  await expect(SparseTextEmbedding.load('bm25')).rejects.toThrow('Qdrant/bm25');
  const bm25 = await SparseTextEmbedding.load('Qdrant/bm25');
  await bm25.dispose();
  await bm25.dispose();
  await expect(bm25.embed(['a'])).rejects.toThrow(DisposedError);
  expect(SparseTextEmbedding.listSupportedModels().map(({ model }) => model)).toContain('Qdrant/bm25');
});

it('refuses options of models with files, except those for downloading the files', async () => {
  const foreign = { dtype: 'q4', threads: 1, modelPath: './bm25', revision: 'main', maxLength: 5 } as const;
  for (const [parameter, value] of Object.entries(foreign)) {
    const attempt = SparseTextEmbedding.load('Qdrant/bm25', { [parameter]: value });
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter, value });
  }
  const { signal } = new AbortController();
  const harmless = { offline: true, cacheDir: './cache', searchFrom: [], signal, dtype: undefined as never };
  await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25', harmless);
  expect(bm25.modelName).toBe('Qdrant/bm25');
});

describe('a custom function that fails', () => {
  const texts3 = ['bees', 'hives', 'bad'];
  const reason = new TypeError('cannot read that');
  const failing = (text: string): readonly string[] => {
    if (text === 'bad') throw reason;
    return [text];
  };

  it.each([
    ['tokenizer', { tokenizer: failing }],
    ['stemmer', { stemmer: (word: string) => failing(word)[0]! }],
  ])('is reported with the index of the text and its own error: %s', async (_, options) => {
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25', options);
    const named = { code: 'INFERENCE', cause: reason, message: expect.stringContaining('documents[2] could not be') };
    await expect(bm25.embed(texts3)).rejects.toMatchObject(named);
    await expect(bm25.passageEmbed(texts3)).rejects.toMatchObject(named);
    await expect(bm25.queryEmbed('bad')).rejects.toMatchObject({
      message: expect.stringContaining('query could not be'),
    });
    await expect(bm25.queryWords('bad')).rejects.toMatchObject({ code: 'INFERENCE', cause: reason });
    expect(await bm25.embed(texts3.slice(0, 2))).toHaveLength(2);
  });

  it('is reported with the index of the text when it returns an invalid value', async () => {
    const tokenizer = (text: string): never => (text === 'bad' ? 5 : [text]) as never;
    await using bm25 = await SparseTextEmbedding.load('Qdrant/bm25', { tokenizer });
    await expect(bm25.embed(texts3)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      parameter: 'tokenizer(text) of documents[2]',
      value: 5,
    });
  });
});
