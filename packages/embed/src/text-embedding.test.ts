import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  DisposedError,
  InvalidArgumentError,
  ModelFileError,
  type ProgressEvent,
  SequenceTooLongError,
  UnknownModelError,
} from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding, type TruncationReport } from '@x/embed';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface GoldenCase {
  readonly id: string;
  readonly text: string;
  readonly n_tokens: number;
  readonly fp32: number[];
  readonly shipped: number[];
}

const name = 'sentence-transformers/all-MiniLM-L6-v2';
// Written with onnxruntime and tokenizers for Python; see `how` in the file.
const fixture = new URL('./__fixtures__/embeddings_all_minilm.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as { cases: GoldenCase[] };
const load = (options = {}) => TextEmbedding.load(name, { searchFrom: [import.meta.url], ...options });

let embedding: TextEmbedding;
beforeAll(async () => {
  // Some of the golden texts spell special tokens, which Python parses.
  embedding = await load({ truncationPolicy: 'truncate', specialTokens: 'parse' });
});
afterAll(() => embedding.dispose());

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((max, value, index) => Math.max(max, Math.abs(value - b[index]!)), 0);
}

describe('TextEmbedding', () => {
  it("returns Python's vectors for all golden texts in one call", async () => {
    expect(cases.length).toBe(96);
    const vectors = await embedding.embed(cases.map(({ text }) => text));
    for (const [index, { id, shipped, fp32 }] of cases.entries()) {
      expect(maxDifference(vectors[index]!, shipped), id).toBeLessThanOrEqual(2e-5);
      expect(dot(vectors[index]!, fp32), id).toBeGreaterThanOrEqual(0.9995);
    }
  });

  it('tokenCount counts the same tokens as Python', async () => {
    const expected = cases.reduce((sum, { n_tokens }) => sum + n_tokens, 0);
    expect(await embedding.tokenCount(cases.map(({ text }) => text))).toBe(expected);
  });
});

describe('a loaded model', () => {
  it('has the name, dimension, limit, source and license of the model', () => {
    expect(embedding).toMatchObject({
      modelName: name,
      dimension: 384,
      maxLength: 256,
      source: 'bundled',
      executionProvider: 'cpu',
      license: 'apache-2.0',
    });
    expect(TextEmbedding.getEmbeddingSize(name.toUpperCase())).toBe(384);
  });

  it('returns the same vector for a text alone and in any batch', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 12 }), async (one, others) => {
        const [alone] = await embedding.embed([one]);
        const vectors = await embedding.embed([...others, one]);
        expect(maxDifference(vectors.at(-1)!, alone!)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: 25 },
    );
  });

  it('embedStream yields the same vectors in the same order', async () => {
    const texts = cases.slice(0, 20).map(({ text }) => text);
    async function* source(): AsyncGenerator<string> {
      yield* texts;
    }
    const expected = await embedding.embed(texts);
    let index = 0;
    for await (const vector of embedding.embedStream(source())) {
      expect(maxDifference(vector, expected[index++]!)).toBeLessThanOrEqual(1e-6);
    }
    expect(index).toBe(texts.length);
  });

  it('embeds queries and passages without a prefix, as FastEmbed does', async () => {
    const [passage] = await embedding.passageEmbed(['hello world']);
    expect(maxDifference(await embedding.queryEmbed('hello world'), passage!)).toBeLessThanOrEqual(1e-6);
  });

  it('returns an empty list for an empty list without running the model', async () => {
    const events: ProgressEvent[] = [];
    expect(await embedding.embed([], { onProgress: (event) => events.push(event) })).toEqual([]);
    expect(events).toEqual([]);
  });

  it('reports progress from zero to the total, and every truncated text', async () => {
    const events: ProgressEvent[] = [];
    const reports: TruncationReport[] = [];
    await embedding.embed(['short', 'word '.repeat(300)], {
      onProgress: (event) => events.push(event),
      onTruncation: (report) => reports.push(report),
    });
    expect(events.map(({ completed }) => completed)).toEqual([0, 1, 2]);
    expect(events.every(({ phase, total }) => phase === 'embed' && total === 2)).toBe(true);
    expect(reports).toEqual([{ index: 1, truncatedTokens: 302 - 256, truncatedCharacters: 0 }]);
  });

  it('embedWithReport returns vectors and a report of the truncated texts', async () => {
    const { vectors, truncations } = await embedding.embedWithReport(['word '.repeat(300), 'short']);
    expect(vectors).toHaveLength(2);
    expect(truncations).toEqual([{ index: 0, truncatedTokens: 302 - 256, truncatedCharacters: 0 }]);
  });

  it("refuses a text that is too long with the policy 'error'", async () => {
    await using strict = await load({ maxLength: 4, truncationPolicy: 'error', isolation: 'inline' });
    const error = await strict.embed(['fine', 'rather too long for it']).catch((reason: unknown) => reason);
    expect(SequenceTooLongError.isInstance(error) && error.index).toBe(1);
  });

  it('returns separate vectors for identical texts', async () => {
    const [first, second] = await embedding.embed(['twin', 'twin']);
    expect(second).toEqual(first);
    first!.fill(0);
    expect(second!.some((component) => component !== 0)).toBe(true);
  });

  it('accepts any maxLength up to the size of its position table', async () => {
    await expect(load({ maxLength: 513 })).rejects.toThrow(/maxLength must be a whole number >= 3 and <= 512/);
    await using raised = await load({ maxLength: 512, isolation: 'inline' });
    expect(await raised.tokenCount(['word '.repeat(300)])).toBe(302);
  });

  it('truncates at the option maxLength', async () => {
    await using short = await load({ maxLength: 16, isolation: 'inline' });
    expect(short.maxLength).toBe(16);
    expect(await short.tokenCount(['word '.repeat(300)])).toBe(16);
  });
});

describe('bad input', () => {
  it('names the document that is not a string', async () => {
    const error = await embedding.embed(['a', 'b', 42 as never]).catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('documents[2]');
  });

  it.each(['', '  \n'])('refuses the empty query %j', async (query) => {
    await expect(embedding.queryEmbed(query)).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  it('rejects with the reason of an aborted signal, even when there is nothing to embed', async () => {
    const reason = { why: 'changed my mind' };
    const signal = AbortSignal.abort(reason);
    await expect(embedding.embed(['a'], { signal })).rejects.toBe(reason);
    await expect(embedding.embed([], { signal })).rejects.toBe(reason);
  });

  it('lists similar names for an unknown model', async () => {
    const error = await TextEmbedding.load('all-minilm-l6').catch((reason: unknown) => reason);
    expect(UnknownModelError.isInstance(error) && error.suggestions).toContain(name);
  });

  it('names the file that a model directory lacks', async () => {
    const modelPath = await mkdtemp(join(tmpdir(), 'x-embed-'));
    try {
      const error = await load({ modelPath }).catch((reason: unknown) => reason);
      expect(ModelFileError.isInstance(error) && error.problem).toBe('missing');
    } finally {
      await rm(modelPath, { recursive: true });
    }
  });

  it('refuses calls after dispose, which may be called twice', async () => {
    const disposed = await load({ isolation: 'inline' });
    await Promise.all([disposed.dispose(), disposed.dispose()]);
    await expect(disposed.embed(['a'])).rejects.toSatisfy(DisposedError.isInstance);
    expect(() => disposed.embedStream(['a'])).toThrow(DisposedError);
  });
});
