import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  DisposedError,
  InvalidArgumentError,
  ModelUnavailableError,
  type ProgressEvent,
  SequenceTooLongError,
  UnknownModelError,
} from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder, type TruncationReport } from '@x/cross-encoder';
import { startHubServer } from '@x/hub-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Goldens {
  readonly cases: readonly {
    readonly name: string;
    readonly query: string;
    readonly document: string;
    readonly logit: number;
    readonly input_ids: number[];
  }[];
}

const name = 'x/bge-small-reranker-en';
const jina = 'jinaai/jina-reranker-v2-base-multilingual';
// Written with onnxruntime and tokenizers for Python; see `note` in the file.
const fixture = new URL('./__fixtures__/reranker_bge_small.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const pairs = cases.map(({ query, document }) => [query, document] as const);
const load = (options = {}) => TextCrossEncoder.load(name, { searchFrom: [import.meta.url], ...options });

let reranker: TextCrossEncoder;
beforeAll(async () => {
  // Some of the golden texts spell special tokens, which Python parses.
  reranker = await load({ truncationPolicy: 'truncate', specialTokens: 'parse' });
});
afterAll(() => reranker.dispose());

describe('TextCrossEncoder', () => {
  it("returns Python's logits for all golden pairs in one call", async () => {
    expect(cases.length).toBe(35);
    const scores = await reranker.scorePairs(pairs);
    for (const [index, golden] of cases.entries()) {
      expect(Math.abs(scores[index]! - golden.logit), golden.name).toBeLessThanOrEqual(2e-4);
    }
  });

  it('returns the same score for a pair alone and in any batch', async () => {
    const together = await reranker.scorePairs(pairs);
    for (const [index, pair] of pairs.entries()) {
      const [alone] = await reranker.scorePairs([pair]);
      expect(Math.abs(together[index]! - alone!), cases[index]!.name).toBeLessThanOrEqual(2e-5);
    }
  });

  it('tokenCount counts the same tokens as Python', async () => {
    const expected = cases.reduce((sum, { input_ids }) => sum + input_ids.length, 0);
    expect(await reranker.tokenCount(pairs)).toBe(expected);
  });
});

describe('a loaded reranker', () => {
  const query = 'how do bees make honey';
  const documents = [
    'Rust is a language.',
    'Bees collect nectar and fan it until honey is left.',
    'Iceland has volcanoes.',
  ];

  it('has the name, limit, source and license of the model', () => {
    expect(reranker).toMatchObject({ modelName: name, maxLength: 512, source: 'bundled', license: 'mit' });
  });

  it('scores in input order and ranks best first', async () => {
    const scores = await reranker.score(query, documents);
    const ranked = await reranker.rerank(query, documents);
    expect(ranked[0]).toEqual({ index: 1, score: expect.closeTo(scores[1]!, 4), document: documents[1] });
    expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(await reranker.rerank(query, documents, { topK: 1 })).toHaveLength(1);
    expect(await reranker.rerank(query, documents, { topK: 99 })).toHaveLength(3);
  });

  it('keeps the input order of ties', async () => {
    const ranked = await reranker.rerank(query, ['same', 'same', 'same']);
    expect(ranked.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it("maps scores into 0..1 with the activation 'sigmoid'", async () => {
    const [logit] = await reranker.score(query, [documents[1]!]);
    const [probability] = await reranker.score(query, [documents[1]!], { activation: 'sigmoid' });
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit!)), 5);
  });

  it('rerankPairs, FastEmbed’s name, returns the same scores as scorePairs', async () => {
    expect(await reranker.rerankPairs(pairs.slice(0, 3))).toEqual(await reranker.scorePairs(pairs.slice(0, 3)));
  });

  it('returns an empty list for no documents without running the model', async () => {
    const events: ProgressEvent[] = [];
    expect(await reranker.rerank(query, [], { onProgress: (event) => events.push(event) })).toEqual([]);
    expect(events).toEqual([]);
  });

  it('reports progress from zero to the total, and every truncated pair', async () => {
    const events: ProgressEvent[] = [];
    const reports: TruncationReport[] = [];
    await reranker.score(query, ['short', 'word '.repeat(600)], {
      onProgress: (event) => events.push(event),
      onTruncation: (report) => reports.push(report),
    });
    expect(events.map(({ completed, total }) => [completed, total])).toEqual([[0, 2], [1, 2], [2, 2]]); // prettier-ignore
    expect(reports).toEqual([{ index: 1, truncatedTokens: 600 + 5 + 3 - 512, truncatedCharacters: 0 }]);
  });
});

describe('a long document', () => {
  const query = 'how do bees make honey';
  const filler = 'The harbour was quiet and the boats lay still. '.repeat(90);
  const answer = 'Bees collect nectar and fan it with their wings until enough water has left it to be honey.';
  const long = `🐝 ${filler}${answer} ${filler}`;

  it("is scored by its best passage with 'chunk', and the result has the passage's position", async () => {
    const documents = ['Rust is a language.', long];
    const ranked = await reranker.rerank(query, documents, { longDocuments: 'chunk' });
    expect(ranked[0]!.index).toBe(1);
    const { start, end } = ranked[0]!.passage!;
    expect(long.slice(start, end)).toContain(answer);
    expect(ranked[0]!.truncatedTokens).toBeUndefined();
    const [whole] = await reranker.rerank(query, [long]);
    expect(ranked[0]!.score).toBeGreaterThan(whole!.score);
    expect(whole).toMatchObject({ truncatedTokens: expect.any(Number) as number });
    expect(whole!.passage).toBeUndefined();
  });

  it('has the same score as its best passage alone', async () => {
    const [best] = await reranker.rerank(query, [long], { longDocuments: 'chunk' });
    const passage = long.slice(best!.passage!.start, best!.passage!.end);
    const [alone] = await reranker.score(query, [passage]);
    expect(Math.abs(best!.score - alone!)).toBeLessThanOrEqual(2e-5);
  });

  it('is scored as a whole when it fits', async () => {
    const [short] = await reranker.rerank(query, [answer], { longDocuments: 'chunk' });
    expect(short).toEqual({ index: 0, score: expect.any(Number) as number, document: answer });
    expect(await reranker.rerank(query, [], { longDocuments: 'chunk' })).toEqual([]);
    expect(await reranker.rerank(query, [''], { longDocuments: 'chunk' })).toMatchObject([{ index: 0 }]);
  });

  it("is rejected by the policy 'error', unless it is scored in passages", async () => {
    await using strict = await load({ truncationPolicy: 'error', isolation: 'inline' });
    const error = await strict.rerank(query, ['short', long]).catch((reason: unknown) => reason);
    expect(SequenceTooLongError.isInstance(error) && error.index).toBe(1);
    expect(await strict.rerank(query, ['short', long], { longDocuments: 'chunk' })).toHaveLength(2);
  });

  it("has passages that fit beside the query with the policy 'error', even when they are cut inside words", async () => {
    await using strict = await load({ truncationPolicy: 'error', isolation: 'inline', maxLength: 24 });
    const words = Array.from({ length: 12 }, (_, index) => `qz${index}xkvjw${'unbelievable'.repeat(index % 4)}ntgh`);
    const document = words.join('');
    const [ranked] = await strict.rerank(query, [document.slice(0, 95)], { longDocuments: 'chunk' });
    expect(ranked!.passage).toBeDefined();
  });

  it('is rejected with advice about the query only when the query is too long', async () => {
    await using strict = await load({ truncationPolicy: 'error', isolation: 'inline', maxLength: 6 });
    const options = { longDocuments: 'chunk' } as const;
    await expect(strict.rerank('bee bee bee', ['bees make honey'], options)).rejects.toThrow('Shorten the query.');
    // The query leaves two tokens, and one Korean letter has three.
    await expect(strict.rerank('bee', ['한국'], options)).rejects.toThrow("set truncationPolicy to 'truncate'.");
  });
});

describe('another model', () => {
  it('is downloaded from a hub under its own name, then loaded from the cache', async () => {
    const model = fileURLToPath(new URL('../../../models/bge-small-reranker-en/', import.meta.url));
    const files = ['tokenizer.json', 'tokenizer_config.json', 'config.json', 'special_tokens_map.json'];
    const repository = Object.fromEntries(files.map((file) => [file, join(model, file)]));
    const cacheDir = await mkdtemp(join(tmpdir(), 'x-cross-encoder-'));
    await using hub = await startHubServer({
      repositories: { [jina]: { ...repository, 'onnx/model.onnx': join(model, 'model.onnx') } },
    });
    try {
      const options = { cacheDir, endpoint: hub.url };
      const events: ProgressEvent[] = [];
      const expected = await reranker.scorePairs(pairs.slice(0, 5));
      await using downloaded = await TextCrossEncoder.load(jina, {
        ...options,
        onProgress: (event) => events.push(event),
      });
      expect(downloaded).toMatchObject({ modelName: jina, source: 'hub', license: 'cc-by-nc-4.0' });
      expect(await downloaded.scorePairs(pairs.slice(0, 5))).toEqual(expected.map((score) => expect.closeTo(score, 4)));
      expect(events.some(({ phase, total }) => phase === 'download' && total !== undefined && total > 30e6)).toBe(true);
      const requests = hub.requests.length;
      await using cached = await TextCrossEncoder.load(jina, { ...options, offline: true });
      expect(cached.source).toBe('cache');
      expect(hub.requests.length).toBe(requests);
    } finally {
      await rm(cacheDir, { recursive: true });
    }
  });

  it('is never requested from a hub when only an npm package contains it', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'x-cross-encoder-'));
    await using hub = await startHubServer({ repositories: {} });
    try {
      const loading = TextCrossEncoder.load(name, { source: 'cache', cacheDir: empty, endpoint: hub.url });
      await expect(loading).rejects.toSatisfy(ModelUnavailableError.isInstance);
      expect(hub.requests).toEqual([]);
    } finally {
      await rm(empty, { recursive: true });
    }
  });
});

describe('bad input', () => {
  it.each([
    ['an empty query', () => reranker.rerank('', ['a']), 'query'],
    ['a blank query', () => reranker.rerank(' \t', ['a']), 'query'],
    ['a query that is not a string', () => reranker.score(7 as never, ['a']), 'query'],
    ['a document that is not a string', () => reranker.rerank('q', ['a', {} as never]), 'documents[1]'],
    ['a pair with a hole', () => reranker.scorePairs([['q', undefined as never]]), 'pairs[0][1]'],
    ['three texts in a pair', () => reranker.scorePairs([['q', 'd', 'e'] as never]), 'pairs[0]'],
    ['topK of 0', () => reranker.rerank('q', ['a'], { topK: 0 }), 'topK'],
    [
      'an unknown longDocuments',
      () => reranker.rerank('q', ['a'], { longDocuments: 'skip' as never }),
      'longDocuments',
    ],
    ['an unknown activation', () => reranker.score('q', ['a'], { activation: 'softmax' as never }), 'activation'],
  ])('%s is rejected, and the error names the parameter', async (_, call, parameter) => {
    const error = await call().catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('too late');
    const signal = AbortSignal.abort(reason);
    await expect(reranker.rerank('q', ['a'], { signal })).rejects.toBe(reason);
    await expect(reranker.rerank('q', [], { signal })).rejects.toBe(reason);
  });

  it('lists similar names for an unknown model', async () => {
    const error = await TextCrossEncoder.load('bge-small-reranker').catch((reason: unknown) => reason);
    expect(UnknownModelError.isInstance(error) && error.suggestions).toContain(name);
  });

  it('refuses calls after dispose, which may be called twice', async () => {
    const disposed = await load({ isolation: 'inline' });
    await Promise.all([disposed.dispose(), disposed.dispose()]);
    const calls = [
      () => disposed.rerank('q', ['a']),
      () => disposed.score('q', ['a']),
      () => disposed.scorePairs([['q', 'a']]),
      () => disposed.rerankPairs([['q', 'a']]),
      () => disposed.tokenCount([['q', 'a']]),
    ];
    for (const call of calls) await expect(call(), call.toString()).rejects.toSatisfy(DisposedError.isInstance);
  });
});

it('ranks the documents that were given, even if the list changes during the call', async () => {
  const query = 'how do bees make honey';
  // More than the tokenizer reads in one call.
  const given = Array.from({ length: 70 }, (_, index) => `Document ${index} is about bees.`);
  const changingPairs = given.map((document): [string, string] => [query, document]);
  const expected = await reranker.rerank(query, given);
  for (const longDocuments of ['truncate', 'chunk'] as const) {
    const changing = [...given];
    const call = reranker.rerank(query, changing, { longDocuments });
    changing.splice(0, 70, 'other');
    expect(await call).toEqual(expected);
  }
  const scores = reranker.scorePairs(changingPairs);
  changingPairs.splice(0, 70, [query, 'other']);
  expect(await scores).toEqual(await reranker.score(query, given));
});
