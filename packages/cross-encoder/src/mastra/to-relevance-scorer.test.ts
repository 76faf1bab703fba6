import { InvalidArgumentError, type OptionKinds, type Reranker, type RerankOptions, requireOptions } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { toRelevanceScorer } from '@x/cross-encoder/mastra';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let reranker: TextCrossEncoder;
beforeAll(async () => {
  reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { searchFrom: [import.meta.url], threads: 1 });
});
afterAll(() => reranker.dispose());

const contract: OptionKinds<RerankOptions> = { topK: 'number', signal: 'signal', onProgress: 'function' };

/** Scores by the number in a text, and records the documents of each call. Refuses options outside the contract. */
function fakeReranker(scoreOf: (text: string) => number = Number): Reranker & { calls: (readonly string[])[] } {
  return {
    calls: [],
    modelName: 'fake',
    async rerank(_, documents, options = {}) {
      requireOptions(options, contract);
      this.calls.push(documents);
      const ranked = documents.map((document, index) => ({ index, document, score: scoreOf(document) }));
      return ranked.toSorted((a, b) => b.score - a.score);
    },
  };
}

describe('toRelevanceScorer', () => {
  it('ranks simultaneous texts of one query in one call, and returns each its own score', async () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
    await fc.assert(
      fc.asyncProperty(fc.array(score, { maxLength: 40 }), async (scores) => {
        const fake = fakeReranker();
        const scorer = toRelevanceScorer(fake);
        const given = await Promise.all(scores.map((value) => scorer.getRelevanceScore('query', String(value))));
        expect(given).toEqual(scores);
        expect(fake.calls).toEqual(scores.length === 0 ? [] : [scores.map(String)]);
      }),
    );
  });

  it('packs calls delayed by promises, and separates calls of different queries', async () => {
    const fake = fakeReranker();
    const scorer = toRelevanceScorer(fake);
    const score = async (query: string, text: string): Promise<number> => {
      await Promise.resolve();
      return scorer.getRelevanceScore(query, text);
    };
    const given = [score('a', '0.1'), scorer.getRelevanceScore('a', '0.2'), score('b', '0.3'), score('a', '0.4')];
    expect(await Promise.all(given)).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(fake.calls).toEqual([['0.2', '0.1', '0.4'], ['0.3']]);
  });

  it('makes one call for each text when the texts are requested one after another', async () => {
    const fake = fakeReranker();
    const scorer = toRelevanceScorer(fake);
    for (const text of ['0.1', '0.2', '0.3']) await scorer.getRelevanceScore('a', text);
    expect(fake.calls).toEqual([['0.1'], ['0.2'], ['0.3']]);
  });

  it("returns the model's scores from 0 to 1, whatever other texts are in the call", async () => {
    const scorer = toRelevanceScorer(reranker);
    const query = 'how do bees make honey';
    const texts = ['Rust is a programming language.', 'Bees make honey out of nectar.', '', 'word '.repeat(600)];
    const scores = await Promise.all(texts.map((text) => scorer.getRelevanceScore(query, text)));
    const expected = await reranker.score(query, texts, { activation: 'sigmoid' });
    for (const [index, score] of scores.entries()) expect(score).toBeCloseTo(expected[index]!, 5);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
  });

  it("rejects all calls with the reranker's error, and works again afterwards", async () => {
    const failure = new Error('out of memory');
    let isBroken = true;
    const fake = fakeReranker((text) => {
      if (isBroken) throw failure;
      return Number(text);
    });
    const scorer = toRelevanceScorer(fake);
    const settled = await Promise.allSettled(['1', '0'].map((text) => scorer.getRelevanceScore('a', text)));
    expect(settled).toEqual([{ status: 'rejected', reason: failure }, { status: 'rejected', reason: failure }]); // prettier-ignore
    isBroken = false;
    expect(await scorer.getRelevanceScore('a', '1')).toBe(1);
  });

  it.each([[-0.1], [1.1], [NaN]])("refuses a score of %s, which Mastra's weights cannot mix", async (score) => {
    const scorer = toRelevanceScorer(fakeReranker(() => score));
    await expect(scorer.getRelevanceScore('a', 'b')).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  it.each([
    ['too few documents', [0]],
    ['too many documents', [0, 1, 1]],
    ['a document that does not exist', [0, 2]],
  ])('rejects all calls when the reranker returns %s', async (_, indices) => {
    const odd: Reranker = {
      modelName: 'odd',
      rerank: async () => indices.map((index) => ({ index, score: 0.5, document: '' })),
    };
    const scorer = toRelevanceScorer(odd);
    const settled = await Promise.allSettled(['a', 'b'].map((text) => scorer.getRelevanceScore('query', text)));
    const message = `The reranker 'odd' returned documents with the indices [${indices.join(', ')}]. It must return 2 of 2 documents, each once.`;
    const reason = expect.objectContaining({ code: 'INVALID_ARGUMENT', message }) as unknown;
    expect(settled).toEqual([{ status: 'rejected', reason }, { status: 'rejected', reason }]); // prettier-ignore
  });

  it('refuses an invalid text or query without affecting the other calls', async () => {
    const scorer = toRelevanceScorer(fakeReranker());
    const settled = await Promise.allSettled([
      scorer.getRelevanceScore('a', '0.5'),
      scorer.getRelevanceScore('a', 5 as never),
      scorer.getRelevanceScore(' ', '0.5'),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('refuses anything but a reranker', () => {
    for (const value of [undefined, null, 'model', {}, TextCrossEncoder, Promise.resolve(reranker)]) {
      expect(() => toRelevanceScorer(value as never)).toThrow(/reranker must be a loaded reranker/);
    }
  });
});
