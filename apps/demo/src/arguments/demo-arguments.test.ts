import { describe, expect, it } from 'vitest';
import { UsageError } from '@x/core/program';

import { toStoreLocation } from '../example/store-location.ts';
import { parseDemoArguments } from './demo-arguments.ts';

describe('the command line', () => {
  it('has defaults for all flags', () => {
    expect(parseDemoArguments([], {})).toEqual({
      query: undefined,
      limit: 10,
      topK: 10,
      embedder: 'sentence-transformers/all-MiniLM-L6-v2',
      reranker: 'x/bge-small-reranker-en',
      implicit: false,
      stages: 'two',
      store: 'memory',
      apiKey: undefined,
      listModels: false,
      json: false,
      offline: false,
      help: false,
      web: undefined,
    });
  });

  it('accepts -h as --help', () => {
    expect(parseDemoArguments(['-h'], {}).help).toBe(true);
  });

  it('shows all candidates by default', () => {
    expect(parseDemoArguments(['--limit', '5'], {})).toMatchObject({ limit: 5, topK: 5 });
    expect(parseDemoArguments(['--limit=5', '--top-k=2'], {})).toMatchObject({ limit: 5, topK: 2 });
  });

  it('prefers the key of the flag over that of the environment', () => {
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
    [['--stages', 'three'], '--stages must be two or cascade, but is "three".'],
    [['--stages'], /--stages/],
    [['--stages', 'cascade', '--implicit'], /--implicit cannot be combined with --stages cascade/],
  ])('refuses %j', (args, message) => {
    const parse = (): unknown => parseDemoArguments(args, {});
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});

describe('the stages flag', () => {
  it('accepts two stages and the cascade', () => {
    expect(parseDemoArguments(['--stages', 'two', '--implicit'], {})).toMatchObject({ stages: 'two', implicit: true });
    expect(parseDemoArguments(['--stages', 'cascade'], {})).toMatchObject({ stages: 'cascade' });
  });
});

describe('the store flag', () => {
  it('distinguishes memory, folders and servers', () => {
    expect(toStoreLocation('memory', 'key')).toBe(':memory:');
    expect(toStoreLocation(':memory:', undefined)).toBe(':memory:');
    expect(toStoreLocation('./movies', 'key')).toEqual({ path: './movies' });
    expect(toStoreLocation('https://cluster.example:6333/prefix', 'key')).toEqual({
      url: 'https://cluster.example:6333/prefix',
      apiKey: 'key',
    });
  });
});

describe('the web flag', () => {
  it('accepts the flags of the page and of the models', () => {
    expect(parseDemoArguments(['--web'], {}).web).toEqual({ port: undefined, open: true, folder: undefined });
    expect(parseDemoArguments(['--web', '--static', 'site'], {}).web?.folder).toBe('site');
    const args = ['--web', '--port', '0', '--no-open', '--offline', '--embedder', 'a', '--reranker', 'b'];
    expect(parseDemoArguments(args, { QDRANT_API_KEY: 'key' })).toMatchObject({
      web: { port: 0, open: false, folder: undefined },
      offline: true,
      embedder: 'a',
      reranker: 'b',
    });
  });

  it.each([
    [['--port', '80'], '--port needs --web.'],
    [['--no-open'], '--no-open needs --web.'],
    [['--static', 'site'], '--static needs --web.'],
    [
      ['--web', '--static', 'site', '--port', '80'],
      '--port cannot be combined with --static: the page is not served, and it runs the bundled models.',
    ],
    [['--web', '--port', '65536'], '--port must be a whole number from 0 to 65535, but is "65536".'],
    [['--web', '--port', '-1'], /--port/],
    [['--web', '--port', '1e3'], /--port/],
    [['--web', '--query', 'toys'], '--query cannot be combined with --web: type the query into the page.'],
    [['--web', '--limit', '5'], /--limit/],
    [['--web', '--top-k', '5'], /--top-k/],
    [['--web', '--implicit'], /--implicit/],
    [
      ['--web', '--stages', 'cascade'],
      '--stages cannot be combined with --web: the page has a control for the stages.',
    ],
    [['--web', '--store', 'memory'], '--store cannot be combined with --web: the page keeps everything in memory.'],
    [['--web', '--api-key', 'key'], /--api-key/],
    [['--web', '--json'], /--json/],
    [['--web', '--list-models'], /--list-models/],
  ])('refuses %j', (args, message) => {
    const parse = (): unknown => parseDemoArguments(args, {});
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});
