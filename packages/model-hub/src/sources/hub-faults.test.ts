import { createHash } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProgressEvent } from '@x/core';
import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };
const commit = 'c'.repeat(40);
const weightsOid = createHash('sha256').update(tinyRepository[modelFile]!).digest('hex');

/** Returns a fault for each request whose URL contains `part`, until it is lifted. */
function faultAt(part: string, fault: Fault): { (request: HubRequest): Fault | undefined; lift(): void } {
  let isLifted = false;
  const answer = ({ url }: HubRequest): Fault | undefined => (!isLifted && url.includes(part) ? fault : undefined);
  return Object.assign(answer, { lift: () => (isLifted = true) });
}

function failingListener({ completed }: ProgressEvent): void {
  if (completed > 0) throw new RangeError('listener');
}

/** Returns refs, locks, temporary files and weights, which must not exist after a failed run. Partial files may exist. */
async function wrongFiles(cache: TemporaryFolder): Promise<string[]> {
  return (await cache.list()).filter(
    (path) => /\/refs\/|\.lock$|\.tmp$/.test(path) || path.endsWith(weightsOid) || path.endsWith(modelFile),
  );
}

const largeFile = '?signature=';
const smallFile = '/tokenizer.json';

describe('a failed download', () => {
  it.each<[string, string, Fault, Record<string, unknown>]>([
    [
      'a changed byte in a large file',
      largeFile,
      { kind: 'corrupt', offset: 200_000 },
      { code: 'MODEL_FILE', problem: 'wrong-hash' },
    ],
    [
      'a changed byte in a small file',
      smallFile,
      { kind: 'corrupt', offset: 3 },
      { code: 'MODEL_FILE', problem: 'wrong-hash' },
    ],
    [
      'a web page instead of a file',
      largeFile,
      { kind: 'status', status: 200, body: '<!DOCTYPE html><html></html>' },
      { code: 'MODEL_FILE', problem: 'html' },
    ],
    [
      'a Git LFS pointer instead of a file',
      largeFile,
      { kind: 'status', status: 200, body: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n' },
      { code: 'MODEL_FILE', problem: 'git-lfs-pointer' },
    ],
    [
      'redirects in a circle',
      largeFile,
      { kind: 'status', status: 302, headers: { location: '/again?signature=secret' } },
      { code: 'DOWNLOAD', message: expect.stringContaining('more than 10 times') },
    ],
    [
      'a redirect out of HTTP',
      smallFile,
      { kind: 'status', status: 302, headers: { location: 'file:///etc/passwd' } },
      { code: 'DOWNLOAD', message: expect.stringContaining('not safe') },
    ],
    [
      'content that differs from the listing',
      smallFile,
      { kind: 'status', status: 200, headers: { etag: `"${'d'.repeat(40)}"` }, body: '{"version":"2.0"}' },
      { code: 'DOWNLOAD', message: expect.stringContaining('delivers dddd') },
    ],
    [
      'endless responses of too many requests',
      '/api/models',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      { code: 'DOWNLOAD', status: 429 },
    ],
    [
      'more bytes than listed',
      smallFile,
      { kind: 'status', status: 200, body: 'x'.repeat(18) },
      { code: 'MODEL_FILE', problem: 'wrong-size' },
    ],
    ['no bytes', largeFile, { kind: 'status', status: 200 }, { code: 'DOWNLOAD' }],
    ['a connection that breaks at once', largeFile, { kind: 'cut', afterBytes: 0 }, { code: 'DOWNLOAD' }],
    ['a refusal by the storage', largeFile, { kind: 'status', status: 403 }, { code: 'DOWNLOAD', status: 403 }],
    ['a broken hub', '/api/models', { kind: 'status', status: 500 }, { code: 'DOWNLOAD', status: 500 }],
    [
      'a login page instead of the hub',
      '/api/models',
      { kind: 'status', status: 200, body: '<html></html>' },
      { code: 'DOWNLOAD' },
    ],
  ])(
    'rejects with a typed error after %s, leaves nothing that looks complete, and a later run succeeds',
    async (_, part, fault, facts) => {
      const spoil = faultAt(part, fault);
      await using hub = await startHubServer({ repositories, fault: spoil });
      await using cache = await temporaryFolder();
      const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock: instantClock() };
      await expect(resolveModel('org/tiny', options)).rejects.toMatchObject(facts);
      expect(await wrongFiles(cache)).toEqual([]);
      await expect(resolveModel('org/tiny', { ...options, offline: true })).rejects.toMatchObject({
        code: 'MODEL_UNAVAILABLE',
      });
      spoil.lift();
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    },
  );

  it('keeps the complete files for the next run', async () => {
    const spoil = faultAt(largeFile, { kind: 'cut', afterBytes: 4 });
    await using hub = await startHubServer({ repositories, fault: spoil });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, maxAttempts: 1 };
    await expect(resolveModel('org/tiny', options)).rejects.toThrow(/broke after \d+ of 300000 bytes/);
    spoil.lift();
    await resolveModel('org/tiny', options);
    expect(hub.requests.filter(({ url }) => url.endsWith(smallFile))).toHaveLength(1);
    expect(hub.requests.filter(({ host }) => host === 'storage')).toHaveLength(2);
  });

  it('ignores the files that a killed process left', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await cache.write({
      [`models--org--tiny/blobs/${weightsOid}.1234.incomplete`]: 'half',
      [`models--org--tiny/blobs/${weightsOid}`]: '',
    });
    const { directory } = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    expect(directory).toContain(commit);
    expect(hub.requests.filter(({ host }) => host === 'storage')).toHaveLength(1);
  });

  it('rejects with the signal’s reason when it aborts halfway, and leaves nothing that looks complete', async () => {
    await using hub = await startHubServer({
      repositories,
      fault: faultAt(largeFile, { kind: 'hang', afterBytes: 100_000 }),
    });
    await using cache = await temporaryFolder();
    const controller = new AbortController();
    const reason = { why: 'the user left' };
    const onProgress = ({ completed }: ProgressEvent): void => {
      if (completed > 50_000) queueMicrotask(() => controller.abort(reason));
    };
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, signal: controller.signal, onProgress };
    await expect(resolveModel('org/tiny', options)).rejects.toBe(reason);
    expect(await wrongFiles(cache)).toEqual([]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('rejects with an exception of the progress listener, and leaves nothing that looks complete', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await expect(
      resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, onProgress: failingListener }),
    ).rejects.toThrow(RangeError);
    expect(await wrongFiles(cache)).toEqual([]);
  });

  it('reports that the hub cannot be reached, and keeps the cause', async () => {
    await using cache = await temporaryFolder();
    const hub = await startHubServer({ repositories });
    await hub[Symbol.asyncDispose]();
    const clock = instantClock();
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, clock });
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD', status: undefined, cause: expect.any(TypeError) });
    await expect(attempt).rejects.toThrow(
      /could not be reached.*Tried 5 times.* or run "npx @x\/model-hub download org\/tiny/,
    );
    const fromHub = resolveModel('org/tiny', {
      modelFile,
      cacheDir: cache.path,
      endpoint: hub.url,
      clock,
      source: 'hub',
    });
    await expect(fromHub).rejects.toThrow(/could not be reached(?!.*npx)/);
    const bundled = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock, npmPackage: '@acme/model-tiny' };
    await expect(resolveModel('org/tiny', bundled)).rejects.toThrow(
      /could not be reached.* Run "npm install @acme\/model-tiny".*, or run "npx @x\/model-hub download org\/tiny --file onnx\/model.onnx" while connected\./,
    );
  });

  // No folder can be created below /proc, where the recursive `mkdir` of Node.js never ends.
  it.each(['file', ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y'] : [])])(
    'reports that the cache %s cannot be written',
    async (place) => {
      await using hub = await startHubServer({ repositories });
      await using folder = await temporaryFolder();
      await writeFile(join(folder.path, 'file'), '');
      const attempt = resolveModel('org/tiny', { modelFile, cacheDir: resolve(folder.path, place), endpoint: hub.url });
      await expect(attempt).rejects.toMatchObject({
        code: 'MODEL_FILE',
        problem: 'invalid',
        cause: { syscall: 'mkdir' },
      });
    },
  );
});

describe('a repository without the requested model', () => {
  it.each([
    [undefined, 401, 'does not exist'],
    ['hf_other', 404, 'was not found'],
  ])('is reported as unknown with the token %s', async (token, status, words) => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, ...(token !== undefined && { token }) };
    const error: unknown = await resolveModel('org/unknown', options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'DOWNLOAD', status, message: expect.stringContaining(words) });
    expect(String(error)).not.toContain('hf_other');
  });

  it('is refused before any download when it lacks a required file', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile: 'onnx/none.onnx', cacheDir: cache.path, endpoint: hub.url };
    await expect(resolveModel('org/tiny', options)).rejects.toThrow('org/tiny has no onnx/none.onnx at revision main');
    expect(hub.requests.some(({ url }) => url.includes('/resolve/'))).toBe(false);
  });

  it('is refused when it lacks the revision', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, revision: 'v9' };
    await expect(resolveModel('org/tiny', options)).rejects.toThrow('no such revision');
  });
});

describe('a response that would write outside the cache', () => {
  const oid = 'a'.repeat(64);
  const entry = { type: 'file', path: modelFile, size: 1, oid: 'b'.repeat(40), lfs: { oid, size: 1, pointerSize: 9 } };

  it.each<[string, string, unknown]>([
    ['a commit that is a path', '/revision/', { sha: '../../../../outside' }],
    [
      'a hash that is a path',
      '/paths-info/',
      [{ ...entry, lfs: { oid: '../../../outside', size: 1, pointerSize: 9 } }],
    ],
    ['a small file’s hash that is a path', '/paths-info/', [{ ...entry, lfs: undefined, oid: '../../../outside' }]],
    ['files that were not requested', '/paths-info/', [{ ...entry, path: '../../../outside' }]],
    ['a size that is not a number', '/paths-info/', [{ ...entry, lfs: { oid, size: '1', pointerSize: 9 } }]],
  ])('is refused: %s', async (_, part, body) => {
    const fault = faultAt(part, {
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await using hub = await startHubServer({ repositories, fault });
    await using folder = await temporaryFolder();
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: join(folder.path, 'a/b'), endpoint: hub.url });
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD' });
    expect(await folder.list()).toEqual([]);
  });
});
