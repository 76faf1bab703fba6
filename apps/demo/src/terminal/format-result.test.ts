import { TextCrossEncoder } from '@x/cross-encoder';
import { describe, expect, it } from 'vitest';

import type { ExampleResult } from '../example/example-result.ts';
import { drawWay, formatResult } from './format-result.ts';
import { licenceNotice } from './licence-notice.ts';
import { formatRerankers } from './list-rerankers.ts';
import { createProgressDisplay } from './progress-display.ts';

const plain = (text: string): string => text;
const style = {
  bold: plain,
  dim: plain,
  up: (text: string) => `<up>${text}`,
  down: (text: string) => `<down>${text}`,
  mark: plain,
};
const result: ExampleResult = {
  models: {
    embedder: { name: 'an-embedder', source: 'cache', dimension: 3 },
    reranker: { name: 'a-reranker', source: 'hub' },
  },
  query: 'a query',
  store: { collection: 'movies', points: 2, indexed: 0 },
  firstStage: [
    { rank: 1, id: 4, score: 0.5, description: 'A thief.' },
    { rank: 2, id: 17, score: 0.25, description: 'A princess is rescued by seven miners in a dangerous forest.' },
  ],
  reranked: [
    {
      rank: 1,
      previousRank: 2,
      id: 17,
      score: 3.25,
      description: 'A princess is rescued by seven miners in a dangerous forest.',
    },
    { rank: 2, previousRank: 1, id: 4, score: -2, description: 'A thief.' },
  ],
  timingsMs: { load: 1, index: 2, retrieve: 3, rerank: 4, total: 10 },
};

describe('the result for people', () => {
  it('shows both orders, and how far each movie moved', () => {
    const lines = formatResult(result, { style, columns: undefined, picture: false }).split('\n');
    expect(lines).toContain('   1  0.5000  #4   A thief.');
    expect(lines).toContain(
      '   2 -> 1   <up>^1      3.250  #17  A princess is rescued by seven miners in a dangerous forest.',
    );
    expect(lines).toContain('   1 -> 2   <down>v1     -2.000  #4   A thief.');
    expect(lines.join('\n')).toContain('collection movies: 2 found there');
  });

  it('keeps every line within the terminal', () => {
    const unstyled = { bold: plain, dim: plain, up: plain, down: plain, mark: plain };
    const text = formatResult(result, { style: unstyled, columns: 60, picture: true });
    const movies = text.split('\n').filter((line) => line.includes('#'));
    expect(movies).toHaveLength(4);
    expect(movies.every(({ length }) => length <= 60)).toBe(true);
    expect(movies.some((line) => line.endsWith('…'))).toBe(true);
  });

  it('draws the way of a movie from its old rank to its new one', () => {
    expect(drawWay(5, 2, 6)).toBe('·●──○·');
    expect(drawWay(1, 3, 3)).toBe('○─●');
    expect(drawWay(2, 2, 3)).toBe('·●·');
  });
});

describe('the list of rerankers', () => {
  it('has a line for each, and marks the one that is bundled', () => {
    const lines = formatRerankers().trimEnd().split('\n');
    expect(lines).toHaveLength(1 + TextCrossEncoder.listSupportedModels().length);
    expect(lines[0]).toMatch(/^model +size_in_GB +license +sources\.hf +model_file +description$/);
    const marked = lines.filter((line) => line.includes('(bundled)'));
    expect(marked).toEqual([expect.stringMatching(/^x\/bge-small-reranker-en \(bundled\) /)]);
  });
});

describe('the licence notice', () => {
  it('warns of a model that may not be used commercially, and of no other', () => {
    const notice = licenceNotice('JINAAI/jina-reranker-v2-base-multilingual');
    expect(notice).toMatch(/1\.11 GB.*cc-by-nc-4\.0.*not for commercial use/);
    expect(licenceNotice('BAAI/bge-reranker-base')).toBeUndefined();
    expect(licenceNotice('unheard-of')).toBeUndefined();
  });
});

describe('progress outside a terminal', () => {
  it('is one line when a phase of a model begins', () => {
    let written = '';
    const stream = { isTTY: false, write: (text: string) => (written += text) } as unknown as NodeJS.WriteStream;
    const { listener, close } = createProgressDisplay(stream);
    for (const completed of [0, 5e6, 10e6]) {
      listener({ phase: 'download', subject: 'a-model', completed, total: 10e6, unit: 'bytes' });
    }
    listener({ phase: 'load', subject: 'a-model', completed: 0, total: 1, unit: 'items' });
    close();
    expect(written).toBe('Downloading a-model (10.0 MB)\nLoading a-model\n');
  });
});
