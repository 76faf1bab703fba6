import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DisposedError, InvalidArgumentError, SequenceTooLongError, UnknownModelError } from '@x/core';
import {
  embedderConformance,
  hybridEmbedderConformance,
  multiVectorEmbedderConformance,
  sparseEmbedderConformance,
  tokenEmbedderConformance,
} from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import { type HybridEmbedding, HybridTextEmbedding, type HybridTextEmbeddingOptions } from '@x/embed';
import { lookUpGraph } from '@x/tiny-onnx';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The results of FlagEmbedding for texts with the model in this folder; see make_model.py there. */
interface Golden {
  readonly text: string;
  readonly dense: readonly number[];
  readonly sparse: Readonly<Record<string, number>>;
  readonly multiVector: readonly (readonly number[])[];
}

const directory = fileURLToPath(new URL('../__fixtures__/bge_m3/', import.meta.url));
const { vectors: golden } = JSON.parse(await readFile(join(directory, 'vectors.json'), 'utf8')) as {
  vectors: Golden[];
};
const texts = golden.map(({ text }) => text);
const name = 'test/tiny-bge-m3';

let model: HybridTextEmbedding;
const load = (options: HybridTextEmbeddingOptions = {}): Promise<HybridTextEmbedding> =>
  HybridTextEmbedding.load(name, { modelPath: directory, threads: 1, truncationPolicy: 'truncate', ...options });
beforeAll(async () => {
  HybridTextEmbedding.addCustomModel({ model: name, dimension: 16 });
  model = await load();
});
afterAll(() => model.dispose());

/** Returns the greatest difference between two numbers at the same position. */
function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(left.length).toBe(right.length);
  return Math.max(0, ...Array.from(left, (value, index) => Math.abs(value - right[index]!)));
}

function expectClose(actual: HybridEmbedding, expected: HybridEmbedding, tolerance: number): void {
  expect(distance(actual.dense, expected.dense)).toBeLessThanOrEqual(tolerance);
  expect([...actual.sparse.indices]).toEqual([...expected.sparse.indices]);
  expect(distance(actual.sparse.values, expected.sparse.values)).toBeLessThanOrEqual(tolerance);
  expect(actual.multiVector.length).toBe(expected.multiVector.length);
  for (const [row, vector] of actual.multiVector.entries()) {
    expect(distance(vector, expected.multiVector[row]!)).toBeLessThanOrEqual(tolerance);
  }
}

const toEmbedding = ({ dense, sparse, multiVector }: Golden): HybridEmbedding => ({
  dense: Float32Array.from(dense),
  // JavaScript orders integer keys ascending.
  sparse: { indices: Uint32Array.from(Object.keys(sparse), Number), values: Float32Array.from(Object.values(sparse)) },
  multiVector: multiVector.map((row) => Float32Array.from(row)),
});

describe('HybridTextEmbedding', () => {
  it.each(golden.map((one) => [one.text, one] as const))(
    'returns the vectors of FlagEmbedding for "%s"',
    async (text, one) => {
      const [embedding] = await model.embed([text]);
      expectClose(embedding!, toEmbedding(one), 1e-5);
    },
  );

  it('returns the same vectors in one batch, in order, and as a stream', async () => {
    const together = await model.embed(texts);
    for (const [index, one] of golden.entries()) expectClose(together[index]!, toEmbedding(one), 1e-5);
    const streamed: HybridEmbedding[] = [];
    for await (const embedding of model.embedStream(texts)) streamed.push(embedding);
    expect(streamed).toEqual(together);
    expect(await model.embed([])).toEqual([]);
  });

  it('returns the same vectors for a text alone and in any batch, to 1e-6', async () => {
    const words = ['honey', 'bees', 'hello', 'mars', 'a hive of many', '!', 'zz'];
    const text = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((list) => list.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (list) => {
        const together = await model.embed(list);
        for (const [index, one] of list.entries()) expectClose(together[index]!, (await model.embed([one]))[0]!, 1e-6);
      }),
      { numRuns: 15 },
    );
  });

  it('returns the requested kinds from one pass, whatever the order of kinds', async () => {
    const [all] = await model.embed(['bees make honey']);
    const usages: number[] = [];
    const onUsage = ({ tokens }: { tokens: number }): number => usages.push(tokens);
    const [some] = await model.embed(['bees make honey'], { kinds: ['multiVector', 'dense'], onUsage });
    expect(Object.keys(some!).toSorted()).toEqual(['dense', 'multiVector']);
    expect(some).toEqual({ dense: all!.dense, multiVector: all!.multiVector });
    // The five tokens <s> bees make honey </s>, counted once.
    expect(usages).toEqual([5]);
    for (const kinds of [[], ['colbert'], 'dense'] as unknown as 'dense'[][]) {
      await expect(model.embed([], { kinds })).rejects.toThrow(InvalidArgumentError);
    }
  });

  it("truncates and reports long texts, or throws with the policy 'error'", async () => {
    expect(model.maxLength).toBe(32);
    await using short = await load({ maxLength: 4 });
    const { vectors, truncations } = await short.embedWithReport(['hello world', 'bees make honey']);
    expect(truncations.map(({ index }) => index)).toEqual([1]);
    expect(vectors.map(({ multiVector }) => multiVector.length)).toEqual([3, 3]);
    await using strict = await load({ maxLength: 4, truncationPolicy: 'error' });
    await expect(strict.embed(['bees make honey'])).rejects.toThrow(SequenceTooLongError);
  });

  it('rejects with the reason of a signal, for an empty query, and for anything but a text', async () => {
    const reason = new Error('enough');
    await expect(model.embed(texts, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(model.queryEmbed(' ')).rejects.toThrow(InvalidArgumentError);
    await expect(model.embed(['a', 7 as unknown as string])).rejects.toThrow('documents[1]');
  });

  it('chunker splits texts into passages by the tokens of the model', async () => {
    const chunks = await model.chunker({ maxTokens: 2 }).split('hello world bees make');
    expect(chunks).toHaveLength(2);
  });

  it('disposes of its parts as well', async () => {
    const own = await load();
    await own.dispose();
    await expect(own.dense.passageEmbed(['a'])).rejects.toThrow(DisposedError);
    expect(() => own.embedStream(['a'])).toThrow(DisposedError);
  });
});

describe('the parts of HybridTextEmbedding', () => {
  const at = <Subject>(pick: () => Subject) => ({
    withEmbedder: (use: (subject: Subject) => Promise<void>) => use(pick()),
  });
  const suites = {
    model: hybridEmbedderConformance(at(() => model)),
    dense: [...embedderConformance(at(() => model.dense)), ...tokenEmbedderConformance(at(() => model.dense))],
    sparse: sparseEmbedderConformance(at(() => model.sparse)),
    multiVector: multiVectorEmbedderConformance(at(() => model.multiVector)),
  };
  describe.each(Object.entries(suites))('%s', (_, cases) => {
    for (const { name: sentence, run } of cases) it(sentence, run);
  });

  it('return the span in the query for each of its rows', async () => {
    const spans = await model.dense.queryTokenSpans('bees make honey');
    const words = spans.map(({ start, end }) => 'bees make honey'.slice(start, end).trim());
    expect(words).toEqual(['bees', 'make', 'honey', '']);
  });
});

describe('HybridTextEmbedding.load', () => {
  it('rejects an unknown model and lists similar names; addCustomModel refuses invalid fields and a taken name', async () => {
    await expect(HybridTextEmbedding.load('BAAI/bge-m4')).rejects.toThrow(UnknownModelError);
    await expect(HybridTextEmbedding.load('BAAI/bge-m4')).rejects.toThrow('BAAI/bge-m3');
    expect(HybridTextEmbedding.listSupportedModels()).toContainEqual(
      expect.objectContaining({
        model: 'BAAI/bge-m3',
        dimension: 1024,
        license: 'mit',
        unweighedTokenIds: [0, 1, 2, 3],
      }),
    );
    expect(() => HybridTextEmbedding.addCustomModel({ model: 'baai/BGE-M3', dimension: 16 })).toThrow(
      InvalidArgumentError,
    );
    for (const wrong of [{ dimension: 0 }, { dimension: 16, unweighedTokenIds: [-1] }]) {
      expect(() => HybridTextEmbedding.addCustomModel({ model: 'test/wrong', ...wrong })).toThrow(InvalidArgumentError);
    }
  });

  it('refuses an export of only the encoder, and an export of another dimension', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'x-hybrid-'));
    try {
      await cp(directory, folder, { recursive: true });
      await writeFile(join(folder, 'model.onnx'), lookUpGraph({ vocabulary: 56, hidden: 16, valueOf: () => 1 }));
      await expect(load({ modelPath: folder })).rejects.toThrow(/Use an export with three outputs/);
    } finally {
      await rm(folder, { recursive: true });
    }
    await using wrong = await HybridTextEmbedding.load('BAAI/bge-m3', { modelPath: directory, isolation: 'inline' });
    await expect(wrong.embed(['a'])).rejects.toThrow(
      /^No output has the shape \[1, 1024\]\. The outputs are: dense_vecs \[1, 16\]/,
    );
  });
});
