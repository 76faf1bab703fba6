import { readFile, readdir, stat, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubServer, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 300000\n';
const page = '<!doctype html><title>Sign in</title>';

async function filledCache(hub: HubServer, cache: TemporaryFolder): Promise<ResolvedModel> {
  return resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
}

/** Changes one bit and the modification time, but not the size. */
async function flipByte(path: string): Promise<void> {
  const content = await readFile(path);
  content[1000]! ^= 1;
  await writeFile(path, content);
  await utimes(path, 1, 1);
}

const damages: [string, string, (path: string) => Promise<void>][] = [
  ['is empty', 'empty', (path) => truncate(path)],
  ['is cut short', 'truncated', (path) => truncate(path, 200_000)],
  ['has bytes added', 'wrong-size', async (path) => writeFile(path, Buffer.alloc(300_001))],
  ['has one bit changed', 'wrong-hash', flipByte],
  ['is a Git LFS pointer', 'git-lfs-pointer', async (path) => writeFile(path, pointer)],
  ['is a web page', 'html', async (path) => writeFile(path, page)],
];

describe('a file in the cache', () => {
  it.each(damages)('that %s is moved to the quarantine and fetched again once', async (_, __, damage) => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, cache);
    await damage(path);
    const damaged = await readFile(path);
    const requestCount = hub.requests.length;
    await expect(filledCache(hub, cache)).resolves.toMatchObject({ source: 'hub' });
    expect(Buffer.compare(await readFile(path), tinyRepository[modelFile]!)).toBe(0);
    expect(hub.requests.slice(requestCount).filter(({ host }) => host === 'storage')).toHaveLength(1);
    const aside = join(cache.path, 'models--org--tiny/.quarantine');
    const [name] = await readdir(aside);
    expect(Buffer.compare(await readFile(join(aside, name!)), damaged)).toBe(0);
    await expect(filledCache(hub, cache)).resolves.toMatchObject({ source: 'cache' });
  });

  it.each(damages)('that %s causes an error without the hub, and is not moved', async (_, problem, damage) => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, cache);
    await damage(path);
    const before = await cache.list();
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, offline: true });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', path, problem });
    await expect(attempt).rejects.toThrow('npx @x/model-hub download');
    expect(await cache.list()).toEqual(before);
  });

  it.each<[string, string, string]>([
    ['a Git LFS pointer', 'git-lfs-pointer', pointer],
    ['a web page', 'html', page],
    ['empty', 'empty', ''],
  ])('that is not a link and is %s is recognized as damaged', async (_, problem, content) => {
    await using cache = await temporaryFolder();
    const snapshot = `models--org--tiny/snapshots/${'c'.repeat(40)}`;
    await cache.write({
      'models--org--tiny/refs/main': 'c'.repeat(40),
      [`${snapshot}/tokenizer.json`]: '{}',
      [`${snapshot}/${modelFile}`]: content,
    });
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, offline: true });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', problem });
  });

  it('is hashed once while it is intact, and again only when its size or modification time changes', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, cache);
    const record = join(cache.path, 'models--org--tiny/.checked', hub.commit, `${modelFile}.json`);
    const written = (await stat(record)).mtimeMs;
    await filledCache(hub, cache);
    expect((await stat(record)).mtimeMs).toBe(written);
    await utimes(path, 5, 5);
    await filledCache(hub, cache);
    expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({ mtimeMs: 5000, size: 300_000 });
  });

  it('that links to a missing blob is fetched again', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, cache);
    const blobs = join(cache.path, 'models--org--tiny/blobs');
    for (const name of await readdir(blobs)) if (name.length === 64) await unlink(join(blobs, name));
    await expect(filledCache(hub, cache)).resolves.toMatchObject({ source: 'hub' });
    expect(Buffer.compare(await readFile(path), tinyRepository[modelFile]!)).toBe(0);
  });
});

describe('concurrent calls that find the same damage', () => {
  it('move the file to the quarantine and fetch it once', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, cache);
    await flipByte(path);
    const requestCount = hub.requests.length;
    const resolved = await Promise.all(Array.from({ length: 6 }, () => filledCache(hub, cache)));
    expect(resolved.map((model) => model.modelFile)).toEqual(Array.from({ length: 6 }, () => path));
    expect(Buffer.compare(await readFile(path), tinyRepository[modelFile]!)).toBe(0);
    expect(hub.requests.slice(requestCount).filter(({ host }) => host === 'storage')).toHaveLength(1);
  });
});

describe('a second cache', () => {
  it('is searched when the first cache lacks the model, and its damaged files are not moved', async () => {
    await using hub = await startHubServer({ repositories });
    await using fastEmbed = await temporaryFolder();
    await using home = await temporaryFolder();
    const { modelFile: path } = await filledCache(hub, fastEmbed);
    const options = { modelFile, endpoint: hub.url };
    const variables = { HF_HUB_CACHE: home.path, FASTEMBED_CACHE_PATH: fastEmbed.path };
    await withVariables(variables, async () => {
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'cache', modelFile: path });
      await flipByte(path);
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'cache' });
    });
    expect((await fastEmbed.list()).filter((file) => file.includes('.quarantine'))).toEqual([]);
    expect((await home.list()).filter((file) => file.endsWith(modelFile))).toHaveLength(1);
  });
});
