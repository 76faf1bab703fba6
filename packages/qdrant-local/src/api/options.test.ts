import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { afterAll, expect, test } from 'vitest';

import { serve, type ServeOptions } from '../rest/serve.ts';
import { QdrantLocal, type QdrantLocalOptions } from './qdrant-local.ts';

type Names<Options> = Record<keyof Options, true>;

const opening: Names<QdrantLocalOptions> = {
  path: true,
  durability: true,
  random: true,
  now: true,
  unindexed: true,
  warnAbovePoints: true,
  onWarning: true,
};
const serving: Names<ServeOptions> = {
  port: true,
  host: true,
  apiKey: true,
  allowedHosts: true,
  path: true,
  unindexed: true,
  database: true,
  maxBodyBytes: true,
  closeTimeoutMs: true,
  onRequest: true,
};

const database = new QdrantLocal();
await database.createCollection('a', { vectors: { size: 2, distance: 'Dot' } });
afterAll(() => database.close());

/** Functions by name, with the names of their options and a function that calls them. */
const functions: [string, object, (options: never) => unknown][] = [
  ['new QdrantLocal', opening, (options) => new QdrantLocal(options)],
  ['serve', serving, (options) => serve(options)],
  ['importCollection', { signal: true }, (options) => database.importCollection('b', [], options)],
  ['retrieve', { signal: true }, (options) => database.retrieve('a', { ids: [1] }, options)],
  ['scroll', { signal: true }, (options) => database.scroll('a', {}, options)],
  ['count', { signal: true }, (options) => database.count('a', {}, options)],
  ['query', { signal: true }, (options) => database.query('a', {}, options)],
  ['queryBatch', { signal: true }, (options) => database.queryBatch('a', { searches: [] }, options)],
  ['queryGroups', { signal: true }, (options) => database.queryGroups('a', { group_by: 'b' }, options)],
  ['searchMatrixPairs', { signal: true }, (options) => database.searchMatrixPairs('a', {}, options)],
  ['searchMatrixOffsets', { signal: true }, (options) => database.searchMatrixOffsets('a', {}, options)],
];

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(functions)('%s rejects misspelled options, and options that are not an object', async (_, names, call) => {
  for (const value of misspeltNames(Object.keys(names))) {
    const error = await refusal(() => call({ [value]: './data' } as never));
    expect(error, value).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'name in options', value });
  }
  for (const value of valuesOfOtherKinds('object')) {
    const error = await refusal(() => call(value as never));
    expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'options', value });
  }
});

test('rejects an unknown option, listing the known ones, and ignores options without a value', () => {
  expect(() => new QdrantLocal({ folder: './data' } as QdrantLocalOptions)).toThrow(
    'options has no option "folder". Known options: path, durability, random, now, unindexed, warnAbovePoints, onWarning.',
  );
  expect(() => new QdrantLocal({ path: undefined, folder: undefined } as QdrantLocalOptions)).not.toThrow();
});
