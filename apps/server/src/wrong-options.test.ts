import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { expect, test } from 'vitest';

import { createApp } from './create-app.ts';
import { serve, type ServeOptions } from './serve.ts';
import type { ServerLimits } from './server-limits.ts';

const shared: Record<keyof Omit<ServeOptions, 'port' | 'host' | 'drainMs'>, true> = {
  models: true,
  limits: true,
  apiKeys: true,
  corsOrigin: true,
  allowedHosts: true,
  onAnswer: true,
};
const limits: Record<keyof ServerLimits, true> = {
  maxTexts: true,
  maxCharacters: true,
  maxBodyBytes: true,
  maxQueuedTexts: true,
  maxHeldBytes: true,
  timeoutMs: true,
};

/** Each row: the function, the name of its options object, the names of the fields, and a call with given fields. */
const functions: [string, string, readonly string[], (options: object) => unknown][] = [
  ['createApp', 'options', Object.keys({ ...shared, address: true, isReady: true }), (options) => createApp({ models: {}, ...options })], // prettier-ignore
  ['createApp', 'limits', Object.keys(limits), (given) => createApp({ models: {}, limits: given })],
  ['serve', 'options', Object.keys({ ...shared, port: true, host: true, drainMs: true }), (options) => serve({ models: {}, ...options })], // prettier-ignore
];

test.each(functions)('%s refuses a misspelled name in its %s', async (_, object, names, call) => {
  for (const value of misspeltNames(names)) {
    await expect(async () => call({ [value]: 1 }), value).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      parameter: `name in ${object}`,
      value,
    });
  }
});

test('options that are not an object are refused', async () => {
  for (const value of valuesOfOtherKinds('object') as never[]) {
    const refused = { code: 'INVALID_ARGUMENT', parameter: 'options', value };
    await expect(async () => createApp(value)).rejects.toMatchObject(refused);
    await expect(serve(value)).rejects.toMatchObject(refused);
  }
});

test.each([
  ['an empty key', ''],
  ['a key of white space', ' '],
  ['a key with a line end', 'secret\n'],
  ['a key that no header can carry', 'sécret'],
  ['a variable that is not set', undefined],
  ['a number', 7],
])('%s is refused as an API key, and the message does not show it', async (_, key) => {
  const apiKeys = ['good', key] as string[];
  const failure = await serve({ models: {}, port: 0, apiKeys }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'apiKeys[1]' });
  expect((failure as Error).message).not.toMatch(/s.cret/);
  expect(() => createApp({ models: {}, apiKeys })).toThrow(
    /^apiKeys\[1\] must be a string of at least one printable ASCII/,
  );
});

test('a value that is not a loaded model is refused', () => {
  const embedding = { embed: async () => [] };
  for (const value of [Promise.resolve(embedding), 'all-MiniLM-L6-v2', {}] as never[]) {
    expect(() => createApp({ models: { embedding: value } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter: 'models.embedding' }),
    );
    expect(() => createApp({ models: { reranker: value } })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter: 'models.reranker' }),
    );
  }
  expect(() => createApp({ models: { embedder: embedding } as never })).toThrow('Did you mean embedding?');
});
