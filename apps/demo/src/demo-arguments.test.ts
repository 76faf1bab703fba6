import { describe, expect, it } from 'vitest';

import { parseDemoArguments } from './demo-arguments.ts';
import { toStoreLocation } from './example/store-location.ts';
import { UsageError } from './usage-error.ts';

describe('the command line', () => {
  it('needs no flag', () => {
    expect(parseDemoArguments([], {})).toEqual({
      query: undefined,
      limit: 10,
      topK: 10,
      embedder: 'sentence-transformers/all-MiniLM-L6-v2',
      reranker: 'x/bge-small-reranker-en',
      implicit: false,
      store: 'memory',
      apiKey: undefined,
      listModels: false,
      json: false,
      offline: false,
      help: false,
      web: undefined,
    });
  });

  it('shows as many reranked movies as there are candidates, unless told otherwise', () => {
    expect(parseDemoArguments(['--limit', '5'], {})).toMatchObject({ limit: 5, topK: 5 });
    expect(parseDemoArguments(['--limit=5', '--top-k=2'], {})).toMatchObject({ limit: 5, topK: 2 });
  });

  it('takes the key from its flag before the environment', () => {
    const environment = { QDRANT_API_KEY: 'from the environment' };
    expect(parseDemoArguments([], environment).apiKey).toBe('from the environment');
    expect(parseDemoArguments(['--api-key', 'from the flag'], environment).apiKey).toBe('from the flag');
  });

  it.each([
    [['--unknown'], /--unknown/],
    [['word'], /word/],
    [['--query'], /--query/],
    [['--query', ' '], /--query must not be empty/],
    [['--limit', '0'], /--limit must be a whole number from 1 to 20, but is "0"/],
    [['--limit', '21'], /--limit/],
    [['--limit', 'ten'], /--limit/],
    [['--limit', ''], /--limit/],
    [['--limit', '3', '--top-k', '4'], /--top-k must be a whole number from 1 to 3/],
    [['--json=yes'], /--json/],
  ])('refuses %j', (args, message) => {
    const parse = (): unknown => parseDemoArguments(args, {});
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});

describe('the store flag', () => {
  it('tells memory, folders and servers apart', () => {
    expect(toStoreLocation('memory', 'key')).toBe(':memory:');
    expect(toStoreLocation(':memory:', undefined)).toBe(':memory:');
    expect(toStoreLocation('./movies', 'key')).toEqual({ path: './movies' });
    expect(toStoreLocation('https://cluster.example:6333/prefix', 'key')).toEqual({
      url: 'https://cluster.example:6333/prefix',
      apiKey: 'key',
    });
  });
});
