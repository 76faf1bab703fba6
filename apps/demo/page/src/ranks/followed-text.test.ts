import { describe, expect, it } from 'vitest';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { followedText } from './followed-text.ts';

/** An answer that found the texts with these ids, best first. */
function answer(...ids: readonly number[]): SearchAnswer {
  const place = { rank: 1, score: 1 };
  return {
    query: 'toys',
    collection: 'movies',
    firstStage: 'dense',
    way: 'two',
    reranked: true,
    documents: ids.map((id) => ({
      id,
      text: `Text ${id}`,
      snippet: `Text ${id}`,
      shown: true,
      firstStage: place,
      stages: { dense: place },
    })),
    timingsMs: { embed: 1, retrieve: 1, total: 2 },
    models: {},
  };
}

const suggestions = [{ query: 'toys', answer: { id: 12, text: 'Text 12' } }];

describe('the text that is followed', () => {
  it('is the one that is known to answer the query, wherever it stands', () => {
    expect(followedText([answer(4, 12)], suggestions)).toMatchObject({ id: 12, text: 'Text 12' });
    expect(followedText([answer(4), answer(5, 12)], suggestions)?.id).toBe(12);
    expect(followedText([answer(4)], suggestions)?.id).toBe(12);
  });

  it('is the first of the first answer that has any, where none is known', () => {
    expect(followedText([answer(4, 12)], [])?.id).toBe(4);
    expect(followedText([answer(), answer(5)], [])?.id).toBe(5);
    expect(followedText([answer()], [])).toBeUndefined();
    expect(followedText([], suggestions)).toBeUndefined();
  });

  it('is the one that is pointed at, where an answer has it', () => {
    expect(followedText([answer(4, 12), answer(7)], suggestions, 7)?.id).toBe(7);
    expect(followedText([answer(4, 12)], suggestions, 8)?.id).toBe(12);
  });
});
