import { describe, expect, it } from 'vitest';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { followedText } from './followed-text.ts';

/** Returns an answer that contains the texts with these ids, best first. */
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

describe('followedText', () => {
  it('returns the known answer to the query at any rank', () => {
    expect(followedText([answer(4, 12)], suggestions)).toMatchObject({ id: 12, text: 'Text 12' });
    expect(followedText([answer(4), answer(5, 12)], suggestions)?.id).toBe(12);
    expect(followedText([answer(4)], suggestions)?.id).toBe(12);
  });

  it('returns the first found text when no answer is known', () => {
    expect(followedText([answer(4, 12)], [])?.id).toBe(4);
    expect(followedText([answer(), answer(5)], [])?.id).toBe(5);
    expect(followedText([answer()], [])).toBeUndefined();
    expect(followedText([], suggestions)).toBeUndefined();
  });

  it('returns the text under the pointer if an answer contains it', () => {
    expect(followedText([answer(4, 12), answer(7)], suggestions, 7)?.id).toBe(7);
    expect(followedText([answer(4, 12)], suggestions, 8)?.id).toBe(12);
  });
});
