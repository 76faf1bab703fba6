import fc from 'fast-check';
import { expect, it } from 'vitest';

import { RemoteEmbedder, RemoteReranker } from './index.ts';

const url = 'https://example.org/v1';

/** A fetch that responds to requests without a network. */
const answering = (answer: (body: { readonly documents: string[] }) => object): typeof globalThis.fetch => {
  return async (_, init) => Response.json(answer(JSON.parse(init!.body as string) as { documents: string[] }));
};

it('returns vectors bit for bit, from numbers and from base64', async () => {
  const numbers = fc.float32Array({ minLength: 1, maxLength: 20, noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(numbers, fc.boolean(), async (vector, isBase64) => {
      const embedding = isBase64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
      const fetch = answering(() => ({ data: [{ embedding }] }));
      const made = await new RemoteEmbedder({ url, model: 'm', dimension: vector.length, fetch }).queryEmbed('a');
      // JSON has no negative zero.
      expect(made).toEqual(isBase64 ? vector : vector.map((value) => value + 0));
    }),
  );
});

it('ranks like one stable sort by score, for every batch size and order of the response', async () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      scores,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 12 }),
      async (all, batchSize, topK) => {
        const documents = all.map((score, index) => `${score} of document ${index}`);
        const fetch = answering(({ documents: batch }) => ({
          results: batch.map((text, index) => ({ index, relevance_score: Number.parseInt(text, 10) })).toReversed(),
        }));
        const ranked = await new RemoteReranker({ url, model: 'm', batchSize, fetch }).rerank('q', documents, { topK });
        const sorted = [...all.entries()].toSorted(([, a], [, b]) => b - a).slice(0, topK);
        expect(ranked).toEqual(sorted.map(([index, score]) => ({ index, score, document: documents[index] })));
      },
    ),
  );
});
