import type { TextSpan } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';

const text = '0123 5678';

async function index(answer: unknown, of = text): Promise<unknown[]> {
  const store = new FakeStore<{ readonly text: string }>();
  const chunker = { name: 'mine', split: async () => answer as TextSpan[] };
  const embedder = lengthEmbedder();
  await createSearchPipeline({ store, embedder, chunker }).index([{ id: 1, payload: { text: of } }]);
  return embedder.texts;
}

describe('the passages of a chunker', () => {
  it('may overlap, and may leave out white space', async () => {
    const spans = [
      { start: 0, end: 4 },
      { start: 2, end: 4 },
      { start: 5, end: 9 },
    ];
    expect(await index(spans)).toEqual(['0123', '23', '5678']);
  });

  it('may be an empty list for a text without words', async () => {
    expect(await index([], ' \n')).toEqual([' \n']);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'are texts',
      ['0123', '5678'],
      /passage 0 of the answer of the chunker 'mine' must be whole numbers .*, but is "0123"/,
    ],
    ['are not a list', {}, /the answer of the chunker 'mine' must be an array of passages/],
    ['have no numbers', [{}], /but is \{ start: undefined, end: undefined \}/],
    ['are null', [null], /passage 0/],
    ['start at NaN', [{ start: Number.NaN, end: 9 }], /passage 0/],
    ['start before the text', [{ start: -3, end: 9 }], /passage 0/],
    ['end after the text', [{ start: 0, end: 99 }], /end <= 9, but is \{ start: 0, end: 99 \}/],
    ['end before their start', [{ start: 0, end: 9 }, { start: 4, end: 3 }], /passage 1/], // prettier-ignore
    ['are not in order', [{ start: 0, end: 9 }, { start: 5, end: 9 }, { start: 0, end: 9 }], /passage 2 .* in order/], // prettier-ignore
    ['leave out the start', [{ start: 1, end: 9 }], /contain the whole text, but is "nothing of 0 to 1"/],
    ['leave out the middle', [{ start: 0, end: 2 }, { start: 6, end: 9 }], /nothing of 2 to 6/], // prettier-ignore
    ['leave out the end', [{ start: 0, end: 4 }], /nothing of 4 to 9/],
    ['are none', [], /nothing of 0 to 9/],
  ])('are refused when they %s', async (_, answer, message) => {
    const run = index(answer);
    await expect(run).rejects.toMatchObject({ stage: 'chunk', cause: { code: 'INVALID_ARGUMENT' } });
    await expect(run).rejects.toThrow(message);
  });

  it('are accepted if and only if every letter is in one', async () => {
    const span = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 })).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(span, { minLength: 1, maxLength: 5 }), async (spans) => {
        const sorted = spans.toSorted((a, b) => a.start - b.start);
        const isWhole = Array.from('abcdef').every((_, at) => sorted.some(({ start, end }) => start <= at && at < end));
        await expect(index(sorted, 'abcdef').then(() => true, () => false)).resolves.toBe(isWhole); // prettier-ignore
      }),
    );
  });
});
