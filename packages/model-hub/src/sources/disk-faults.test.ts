import { open, rename } from 'node:fs/promises';
import { startHubServer } from '@x/hub-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

vi.mock('node:fs/promises', { spy: true });
afterEach(() => vi.resetAllMocks());

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };

function systemError(code: string, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, errno: -1 });
}

describe('a disk', () => {
  it('that fills up during the download of the weights causes an error, keeps no part, and a later run succeeds', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { open: realOpen } = await vi.importActual<{ open: typeof open }>('node:fs/promises');
    let room = 150_000;
    const openOnFullDisk: typeof open = async (...parameters) => {
      const handle = await realOpen(...parameters);
      const write = handle.write.bind(handle) as (...values: unknown[]) => Promise<unknown>;
      const limited = async (...values: unknown[]): Promise<unknown> => {
        room -= (values[0] as Uint8Array).byteLength;
        if (room < 0) throw systemError('ENOSPC', 'write');
        return write(...values);
      };
      return Object.assign(handle, { write: limited });
    };
    vi.mocked(open).mockImplementation(openOnFullDisk);
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    const attempt = resolveModel('org/tiny', options);
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', problem: 'invalid', cause: { code: 'ENOSPC' } });
    await expect(attempt).rejects.toThrow('Free disk space');
    expect((await cache.list()).filter((path) => /refs|\.incomplete|\.lock|\.tmp/.test(path))).toEqual([]);
    room = Infinity;
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
  });

  it('that refuses the final rename leaves no weights', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    vi.mocked(rename).mockRejectedValue(systemError('EIO', 'rename'));
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    await expect(resolveModel('org/tiny', options)).rejects.toMatchObject({
      code: 'MODEL_FILE',
      cause: { code: 'EIO' },
    });
    expect((await cache.list()).filter((path) => /\/blobs\/|\/snapshots\//.test(path))).toEqual([]);
    vi.mocked(rename).mockReset();
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
  });
});

describe('a read-only cache', () => {
  const readOnly = async (): Promise<void> => {
    const fs = await import('node:fs/promises');
    const refuse = (syscall: string) => () => Promise.reject(systemError('EROFS', syscall));
    for (const name of ['writeFile', 'mkdir', 'rename', 'rm', 'symlink', 'link', 'copyFile', 'utimes'] as const) {
      vi.mocked(fs[name]).mockImplementation(refuse(name) as never);
    }
  };

  it('is used, even when the hub is asked for updates', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    await resolveModel('org/tiny', options);
    const before = await cache.list();
    await readOnly();
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'cache' });
    await expect(resolveModel('org/tiny', { ...options, source: 'hub' })).resolves.toMatchObject({ source: 'hub' });
    vi.resetAllMocks();
    expect(await cache.list()).toEqual(before);
  });

  it('causes an error when a file must be fetched or moved to the quarantine', async () => {
    await using hub = await startHubServer({ repositories });
    await using empty = await temporaryFolder();
    await using cache = await temporaryFolder();
    const options = { modelFile, endpoint: hub.url };
    const { modelFile: path } = await resolveModel('org/tiny', { ...options, cacheDir: cache.path });
    await (await import('node:fs/promises')).truncate(path, 10);
    await readOnly();
    const facts = { code: 'MODEL_FILE', cause: { code: 'EROFS' } };
    await expect(resolveModel('org/tiny', { ...options, cacheDir: empty.path })).rejects.toMatchObject(facts);
    await expect(resolveModel('org/tiny', { ...options, cacheDir: cache.path })).rejects.toMatchObject(facts);
    vi.resetAllMocks();
  });
});

describe('a file system without links', () => {
  it('receives copies, which are found and checked like links', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { symlink, truncate } = await import('node:fs/promises');
    vi.mocked(symlink).mockRejectedValue(systemError('EPERM', 'symlink'));
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    const { modelFile: path } = await resolveModel('org/tiny', options);
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'cache' });
    await truncate(path, 10);
    const offline = resolveModel('org/tiny', { ...options, offline: true });
    await expect(offline).rejects.toMatchObject({ problem: 'truncated' });
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'cache' });
  });
});
