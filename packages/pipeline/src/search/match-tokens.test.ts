import { beforeEach, describe, expect, it } from 'vitest';

import { FakeSearchStore } from '../__tests__/fake-search-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from '../__tests__/fake-token-embedder.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline } from '../search-pipeline.ts';

interface Note {
  readonly text: string;
}

const documents = ['bees gather nectar', 'the queen is a bee', 'honey of the year', 'who sells wax', 'ant'].map(
  (text, id) => ({ id, payload: { text } }),
);
const words = new FakeWordEmbedder();
const embedder = new FakeTokenEmbedder();
let store: FakeSearchStore<Note>;
beforeEach(() => {
  store = new FakeSearchStore<Note>();
});

describe('matches', () => {
  it('contain the words of a hit that query tokens matched best, and their weights', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    const { hits, timingsMs } = await pipeline.search('the honey, zebra', { matches: true, topK: 1 });
    const { text } = hits[0]!.payload;
    expect(hits[0]!.matches!.map(({ start, end, weight }) => [text.slice(start, end), weight])).toEqual([
      ['honey', expect.closeTo(honeyShare, 5)],
      ['the', expect.closeTo(1 - honeyShare, 5)],
    ]);
    expect(timingsMs['matches']).toBeGreaterThanOrEqual(0);
  });
  // One of five documents contains honey. The stop word has the weight 0.2, and no word begins with a z.
  const rarity = Math.log(1 + 4.5 / 1.5);
  const honeyShare = rarity / (rarity + 0.2);

  it("are positions in the whole document's text, even for a passage", async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store, chunker: wordChunker });
    await pipeline.index([{ id: 1, payload: { text: 'ants see bees' } }]);
    const { hits } = await pipeline.search('bees', { matches: true });
    const { payload, matches } = hits[0]!;
    expect(matches!.map(({ start, end }) => payload.text.slice(start, end))).toEqual(['bees']);
  });

  it('are empty when nothing is similar, or when the stored tokens do not match the text', async () => {
    const pipeline = createSearchPipeline<Note>({ embedder, words, store });
    await pipeline.index(documents);
    expect((await pipeline.search('zebra', { matches: true })).hits.map(({ matches }) => matches)).toEqual(
      documents.map(() => []),
    );
    store.readTokenVectors = async () => [];
    expect((await pipeline.search('honey', { matches: true, topK: 1 })).hits[0]!.matches).toEqual([]);
  });

  it('need a maxSim stage', async () => {
    const stages = [{ retrieve: 'dense', embedder, using: 'dense' }];
    await expect(createSearchPipeline<Note>({ store, stages }).search('a', { matches: true })).rejects.toThrow(
      /maxSim/,
    );
  });
});
