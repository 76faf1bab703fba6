// Scores that are missing, infinite or of another scale.
import { describe, expect, it } from 'vitest';

import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import { weightedScoreFusion } from '../stages/fusion.ts';
import type { Stage } from '../stages/stage.ts';

interface Note {
  readonly text: string;
}

const list = (scores: readonly unknown[], retrieve = 'list'): Stage<Note> => ({
  retrieve,
  with: async () => scores.map((score, id) => ({ id, score: score as number, payload: { text: `note ${id}` } })),
});

async function search(...stages: Stage<Note>[]): Promise<[unknown, number][]> {
  const { hits } = await createSearchPipeline<Note>({ store: new FakeStore<Note>(), stages }).search('any');
  return hits.map(({ id, score }) => [id, score]);
}

const ids = async (...stages: Stage<Note>[]) => (await search(...stages)).map(([id]) => id);

describe('a rerank stage with a weight', () => {
  const equal: Stage<Note> = { rerank: 'equal', weight: 0.5, with: async (_, documents) => documents.map(() => 0) };

  it('keeps the order of an earlier rerank stage that scored only the best', async () => {
    const logits: Stage<Note> = { rerank: 'logits', top: 2, with: async () => [-1, -2] };
    expect(await ids(list([0.9, 0.8, 0.7, 0.6, 0.5]), logits, equal)).toEqual([0, 1, 2, 3, 4]);
    const reversing: Stage<Note> = { ...logits, with: async () => [5, 500] };
    expect(await ids(list([0.9, 0.8, 0.7, 0.6, 0.5]), reversing, equal)).toEqual([1, 0, 2, 3, 4]);
  });

  it('keeps the order of documents with an infinite score', async () => {
    const scores = await search(list([Infinity, 3, 2, -Infinity]), equal);
    expect(scores.map(([id]) => id)).toEqual([0, 1, 2, 3]);
    expect(scores.every(([, score]) => Number.isFinite(score))).toBe(true);
  });
});

describe('a search fails', () => {
  it.each([[Number.NaN], [undefined], ['1']])('when a retrieve function returns the score %s', async (score) => {
    const found = search(list([1, score]));
    await expect(found).rejects.toMatchObject({ stage: 'list', cause: { code: 'INVALID_ARGUMENT' } });
    await expect(found).rejects.toThrow(/the answer of the stage 'list'\[1\]\.score must be a number other than NaN/);
  });

  it('when a retrieve function returns no list', async () => {
    const none: Stage<Note> = { retrieve: 'none', with: async () => undefined as never };
    await expect(search(none)).rejects.toThrow(/the answer of the stage 'none' must be a list/);
  });

  it('when a reranker returns a document twice', async () => {
    const twice = {
      modelName: 'twice',
      rerank: async () => [0, 1, 1].map((index) => ({ index, score: 1, document: '' })),
    };
    const found = search(list([2, 1]), { rerank: 'odd', reranker: twice });
    await expect(found).rejects.toThrow(
      /the answer of the stage 'odd' must be 2 finite numbers, one for each document/,
    );
  });

  it('when a fusion function returns NaN', async () => {
    const fuse: Stage<Note> = { fuse: 'mine', with: () => new Map([['0', Number.NaN]]) };
    await expect(search(list([1]), list([1], 'other'), fuse)).rejects.toThrow(
      /a score in the answer of the stage 'mine'/,
    );
  });
});

it('a fusion by weights adds up scores of lists with an infinite score', async () => {
  const fuse: Stage<Note> = { fuse: 'sum', with: weightedScoreFusion({ weights: [1, 1] }) };
  expect(await search(list([Infinity, 2, 1]), list([3, 2, 1], 'other'), fuse)).toEqual([[0, 2], [1, 1.5], [2, 0]]); // prettier-ignore
});
