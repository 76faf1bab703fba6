import {
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startHubServer } from '@x/hub-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writePythonCache } from '../__fixtures__/python-layout.ts';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';

vi.mock('node:fs/promises', { spy: true });
afterEach(() => vi.resetAllMocks());

const modelFile = 'onnx/model.onnx';
const data = 'onnx/model.onnx_data';
const commit = 'c'.repeat(40);
const repository = 'models--org--tiny';
const ours = `${repository}/.side-by-side/${commit}`;
const snapshot = `${repository}/snapshots/${commit}`;

async function sharedCache(): Promise<TemporaryFolder> {
  const cache = await temporaryFolder();
  await writePythonCache(cache.path, 'shared');
  return cache;
}

/** Loads the model from the cache, with its external data found by name. */
async function load(cache: TemporaryFolder): Promise<ResolvedModel> {
  return resolveModel('org/tiny', { modelFile, externalData: true, cacheDir: cache.path, offline: true });
}

/** Expects the data in the folder of the graph after links are followed, where ONNX Runtime reads it. */
async function expectTogether({ modelFile: path }: ResolvedModel): Promise<void> {
  expect(Buffer.compare(await readFile(path), tinyRepository[modelFile]!)).toBe(0);
  const beside = join(dirname(path), 'model.onnx_data');
  expect(Buffer.compare(await readFile(beside), tinyRepository[data]!)).toBe(0);
  expect(dirname(await realpath(beside))).toBe(dirname(await realpath(path)));
}

function refuse(code: string, syscall: string) {
  return (): Promise<never> =>
    Promise.reject(Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, errno: -1 }));
}

describe('external data whose link leads to another folder than its graph', () => {
  it('gets a second name beside the graph without a copy, and the snapshot does not change', async () => {
    await using cache = await sharedCache();
    const before = await cache.list();
    const resolved = await load(cache);
    expect(resolved).toMatchObject({ source: 'cache', directory: join(cache.path, snapshot), revision: commit });
    expect(resolved.modelFile).toBe(join(cache.path, ours, modelFile));
    await expectTogether(resolved);
    expect((await stat(resolved.modelFile)).ino).toBe((await stat(join(cache.path, snapshot, modelFile))).ino);
    const added = (await cache.list()).filter((path) => !before.includes(path) && !path.includes('/.checked/'));
    expect(added).toEqual([`${ours}/${modelFile}`, `${ours}/${data}`]);
  });

  it('is found by its second name in a read-only cache', async () => {
    await using cache = await sharedCache();
    const { modelFile: path } = await load(cache);
    const fs = await import('node:fs/promises');
    for (const name of ['writeFile', 'mkdir', 'rename', 'rm', 'link', 'copyFile'] as const) {
      vi.mocked(fs[name]).mockImplementation(refuse('EROFS', name) as never);
    }
    await expect(load(cache)).resolves.toMatchObject({ modelFile: path });
    vi.resetAllMocks();
  });

  it('is copied once when hard links are not possible, and again when the copy has changed', async () => {
    await using cache = await sharedCache();
    vi.mocked(link).mockImplementation(refuse('EXDEV', 'link'));
    const resolved = await load(cache);
    await expectTogether(resolved);
    const { ino } = await stat(resolved.modelFile);
    expect((await stat((await load(cache)).modelFile)).ino).toBe(ino);
    await writeFile(
      resolved.modelFile,
      tinyRepository[modelFile]!.map((byte) => byte ^ 1),
    );
    await utimes(resolved.modelFile, 1, 1);
    await expectTogether(await load(cache));
  });

  it('causes an error with the reason when neither a link nor a copy is possible, and leaves nothing', async () => {
    await using cache = await sharedCache();
    vi.mocked(link).mockImplementation(refuse('EPERM', 'link'));
    vi.mocked(copyFile).mockImplementation(refuse('ENOSPC', 'copyfile'));
    const attempt = load(cache);
    const path = join(cache.path, snapshot, modelFile);
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', path, cause: { code: 'ENOSPC' } });
    await expect(attempt).rejects.toThrow(/links lead to another folder for onnx\/model.onnx_data.*ENOSPC.*export/);
    expect((await cache.list()).filter((name) => name.includes('.side-by-side'))).toEqual([]);
  });

  it('is linked once for concurrent calls', async () => {
    await using cache = await sharedCache();
    const resolved = await Promise.all(Array.from({ length: 8 }, () => load(cache)));
    expect(new Set(resolved.map((model) => model.modelFile)).size).toBe(1);
    await expectTogether(resolved[0]!);
    expect(vi.mocked(link)).toHaveBeenCalledTimes(2);
    expect((await cache.list()).filter((path) => path.startsWith(ours))).toHaveLength(2);
  });

  it('loses its second name when the revision is removed by another program', async () => {
    await using cache = await sharedCache();
    await load(cache);
    await rm(join(cache.path, snapshot), { recursive: true });
    await expect(load(cache)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(await readdir(join(cache.path, repository, '.side-by-side'))).toEqual([]);
  });

  it('is exported, removed and verified through both layers of links', async () => {
    await using cache = await sharedCache();
    await load(cache);
    const folder = join(cache.path, 'exported');
    const at = ['--cache-dir', cache.path, '--offline'];
    expect(await runInTest(['verify', 'org/tiny', ...at])).toMatchObject({
      code: 0,
      out: expect.stringContaining('org/tiny: intact (4 files)'),
    });
    expect(await runInTest(['export', 'org/tiny', folder, ...at])).toMatchObject({ code: 0 });
    await expectTogether(await resolveModel('org/tiny', { modelFile, modelPath: folder }));
    expect(await runInTest(['remove', 'org/tiny', ...at])).toMatchObject({ code: 0 });
    expect((await cache.list()).filter((path) => path.startsWith(repository))).toEqual([]);
  });

  it('gets no second name when its graph is in the same folder', async () => {
    await using hub = await startHubServer({ repositories: { 'org/tiny': tinyRepository } });
    await using cache = await temporaryFolder();
    const options = { modelFile, externalData: true, cacheDir: cache.path, endpoint: hub.url };
    const { directory, modelFile: path } = await resolveModel('org/tiny', options);
    expect(path).toBe(join(directory, modelFile));
    await expectTogether({ modelFile: path } as ResolvedModel);
    expect(vi.mocked(link)).not.toHaveBeenCalled();
  });
});

describe('a damaged file in the shared store of huggingface_hub', () => {
  it('is removed under both names and fetched again', async () => {
    await using hub = await startHubServer({ repositories: { 'org/tiny': tinyRepository } });
    await using cache = await sharedCache();
    const { modelFile: path } = await load(cache);
    const content = await realpath(join(cache.path, snapshot, modelFile));
    expect(content).toContain(join(cache.path, 'blobs'));
    await writeFile(
      content,
      tinyRepository[modelFile]!.map((byte) => byte ^ 1),
    );
    await utimes(content, 1, 1);
    await expect(load(cache)).rejects.toMatchObject({ problem: 'wrong-hash' });
    const options = { modelFile, externalData: true, cacheDir: cache.path, endpoint: hub.url };
    const resolved = await resolveModel('org/tiny', options);
    expect(resolved.source).toBe('hub');
    // Graph and data are now blobs of the repository, so no second names are needed.
    expect(resolved.modelFile).toBe(join(resolved.directory, modelFile));
    await expectTogether(resolved);
    for (const gone of [content, path]) await expect(stat(gone)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a folder that huggingface_hub filled as local_dir', () => {
  // Releases before 0.23 copied small files and created links into the cache for large files.
  async function fillLocal(folder: string, cache: TemporaryFolder): Promise<void> {
    await mkdir(join(folder, 'onnx'), { recursive: true });
    for (const path of [modelFile, 'tokenizer.json'])
      await copyFile(join(cache.path, snapshot, path), join(folder, path));
    await symlink(join(cache.path, snapshot, data), join(folder, data));
  }

  it('gets second names in the cache while the folder exists', async () => {
    await using cache = await sharedCache();
    const modelPath = join(cache.path, 'local');
    await fillLocal(modelPath, cache);
    const resolved = await resolveModel('any', { modelFile, modelPath, cacheDir: cache.path });
    expect(resolved).toMatchObject({ source: 'path', directory: modelPath });
    expect(resolved.modelFile).toMatch(/\.side-by-side[/\\][0-9a-f]{32}[/\\]onnx[/\\]model\.onnx$/);
    await expectTogether(resolved);
    await load(cache);
    await expectTogether(resolved);
    await rm(modelPath, { recursive: true });
    await load(cache);
    await expect(stat(resolved.modelFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is used directly when all of its files are copies', async () => {
    await using folder = await temporaryFolder();
    await folder.write(tinyRepository);
    await folder.write({ '.cache/huggingface/download/onnx/model.onnx.metadata': commit });
    const resolved = await resolveModel('any', { modelFile, externalData: true, modelPath: folder.path });
    expect(resolved.modelFile).toBe(join(folder.path, modelFile));
  });
});
