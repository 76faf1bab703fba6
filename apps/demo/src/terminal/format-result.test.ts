import { TextCrossEncoder } from '@x/cross-encoder';
import { describe, expect, it } from 'vitest';

import type { ExampleResult } from '../example/example-result.ts';
import { drawMove, formatResult } from './format-result.ts';
import { licenseNotice } from './license-notice.ts';
import { formatRerankers } from './list-rerankers.ts';

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

describe('formatResult', () => {
  it('shows both orders and the change of each rank', () => {
    const lines = formatResult(result, { style, columns: undefined, picture: false }).split('\n');
    expect(lines).toContain('   1  0.5000  #4   A thief.');
    expect(lines).toContain(
      '   2 -> 1   <up>^1      3.250  #17  A princess is rescued by seven miners in a dangerous forest.',
    );
    expect(lines).toContain('   1 -> 2   <down>v1     -2.000  #4   A thief.');
    expect(lines.join('\n')).toContain('collection movies: 2 already stored');
  });

  it('truncates every line to the width of the terminal', () => {
    const unstyled = { bold: plain, dim: plain, up: plain, down: plain, mark: plain };
    const text = formatResult(result, { style: unstyled, columns: 60, picture: true });
    const movies = text.split('\n').filter((line) => line.includes('#'));
    expect(movies).toHaveLength(4);
    expect(movies.every(({ length }) => length <= 60)).toBe(true);
    expect(movies.some((line) => line.endsWith('…'))).toBe(true);
  });

  it.each([40, 50, 60, 80])('fits %i columns, with the texts below the numbers if necessary', (columns) => {
    const unstyled = { bold: plain, dim: plain, up: plain, down: plain, mark: plain };
    const places = Array.from({ length: 10 }, (_, index) => index + 1);
    const many: ExampleResult = {
      ...result,
      models: { ...result.models, embedder: { ...result.models.embedder, name: `an-owner/${'long-'.repeat(10)}name` } },
      firstStage: places.map((rank) => ({ ...result.firstStage[1]!, rank })),
      reranked: places.map((rank) => ({ ...result.reranked[0]!, rank, previousRank: 11 - rank })),
    };
    const lines = formatResult(many, { style: unstyled, columns, picture: true }).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.filter((line) => line.includes('A princess is '))).toHaveLength(20);
    expect(lines.filter((line) => /^ {4}A princess/.test(line))).toHaveLength(columns < 60 ? 10 : 0);
    expect(lines.filter((line) => line.includes('●'))).toHaveLength(columns < 44 ? 0 : 10);
    expect(lines.filter((line) => line.startsWith('ms'))).toEqual([]);
  });

  it('draws a line from the old rank of a movie to the new one', () => {
    expect(drawMove(5, 2, 6)).toBe('·●──○·');
    expect(drawMove(1, 3, 3)).toBe('○─●');
    expect(drawMove(2, 2, 3)).toBe('·●·');
  });
});

describe('the list of rerankers', () => {
  it('has a line for each reranker and marks the bundled one', () => {
    const lines = formatRerankers().trimEnd().split('\n');
    expect(lines).toHaveLength(1 + TextCrossEncoder.listSupportedModels().length);
    expect(lines[0]).toMatch(/^model +size_in_GB +license +sources\.hf +model_file +description$/);
    const marked = lines.filter((line) => line.includes('(bundled)'));
    expect(marked).toEqual([expect.stringMatching(/^x\/bge-small-reranker-en \(bundled\) /)]);
  });
});

describe('the list of rerankers in a terminal too narrow for a table', () => {
  it('has a block of lines for each reranker', () => {
    const lines = formatRerankers(40).trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
    expect(lines.filter((line) => /^\S/.test(line))).toHaveLength(TextCrossEncoder.listSupportedModels().length);
    expect(lines).toContain('  license: apache-2.0');
  });
});

describe('the license notice', () => {
  it('warns only of a model that must not be used commercially', () => {
    const notice = licenseNotice('JINAAI/jina-reranker-v2-base-multilingual');
    expect(notice).toMatch(/1\.11 GB.*cc-by-nc-4\.0.*not for commercial use/);
    expect(licenseNotice('BAAI/bge-reranker-base')).toBeUndefined();
    expect(licenseNotice('unheard-of')).toBeUndefined();
  });
});
