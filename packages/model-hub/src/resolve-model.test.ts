import { InvalidArgumentError, ModelUnavailableError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './__fixtures__/temporary-folder.ts';
import { resolveModel } from './resolve-model.ts';
import type { ResolveModelOptions } from './resolve-model-options.ts';

const modelFile = 'onnx/model.onnx';
const noSocket: typeof globalThis.fetch = () => {
  throw new Error('A request was sent.');
};

describe('resolveModel', () => {
  it.each([
    '',
    'a/b/c',
    '../x',
    '/etc/passwd',
    'a\\b',
    'a/..',
    'a--b',
    '.hidden',
    'org/',
    'org/x.git',
    'a b',
    'é/x',
    'x'.repeat(97),
  ])('refuses the name %j', async (name) => {
    await expect(resolveModel(name, { modelFile, fetch: noSocket })).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  it.each<Partial<Record<keyof ResolveModelOptions, unknown>>>([
    { modelFile: '../model.onnx' },
    { modelFile: undefined },
    { additionalFiles: ['ok.bin', '/abs'] },
    { repository: '../x' },
    { revision: '../../x' },
    { source: 'web' },
    { source: 'path' },
    { source: 'hub', modelPath: '/x' },
    { modelPath: '' },
    { cacheDir: '' },
    { endpoint: 'ftp://x' },
    { token: 'a\nb' },
  ])('refuses the options %j before any work', async (options) => {
    const all = { modelFile, fetch: noSocket, ...options } as ResolveModelOptions;
    const refusal = resolveModel('org/name', all);
    await expect(refusal).rejects.toSatisfy(InvalidArgumentError.isInstance);
    await expect(refusal).rejects.toThrow(Object.keys(options)[0]);
  });

  it('never shows a password of the endpoint or a token', async () => {
    const withPassword = resolveModel('org/name', { modelFile, endpoint: 'https://me:s3cret@hub.example' });
    await expect(withPassword).rejects.toThrow('https://hub.example');
    await expect(withPassword).rejects.not.toThrow('s3cret');
    const withToken = resolveModel('org/name', { modelFile, token: 's3cret\n' });
    await expect(withToken).rejects.not.toThrow('s3cret');
    await expect(withToken).rejects.toThrow(/^token is empty or contains a space, a line break or another character/);
  });

  it('sends no request when offline, and lists the attempts and remedies', async () => {
    await using cache = await temporaryFolder();
    const options = { modelFile, offline: true, cacheDir: cache.path, fetch: noSocket };
    const error: unknown = await resolveModel('org/absent', options).catch((reason: unknown) => reason);
    expect(ModelUnavailableError.isInstance(error)).toBe(true);
    const { attempts, message } = error as ModelUnavailableError;
    expect(attempts.map((attempt) => attempt.split(':')[0])).toEqual(['bundled', 'cache', 'hub']);
    expect(message).toMatch(/installed models: .*sentence-transformers\/all-MiniLM-L6-v2/);
    expect(message).toContain('npx @x/model-hub download org/absent --file onnx/model.onnx');
  });

  it.each(['bundled', 'cache'] as const)('tries only %s when it is the given source', async (source) => {
    await using cache = await temporaryFolder();
    const attempt = resolveModel('org/absent', { modelFile, source, cacheDir: cache.path, fetch: noSocket });
    await expect(attempt).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      attempts: [expect.stringMatching(`^${source}: `)],
    });
  });

  it('rejects with the reason of an already aborted signal', async () => {
    const reason = { why: 'stopped' };
    const attempt = resolveModel('org/name', { modelFile, signal: AbortSignal.abort(reason), fetch: noSocket });
    await expect(attempt).rejects.toBe(reason);
  });
});
