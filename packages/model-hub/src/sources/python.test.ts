import { execFile, spawnSync } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startHubServer } from '@x/hub-server';
import { beforeEach, describe, expect, it } from 'vitest';
import sharedCache from '../__fixtures__/python-shared-cache.json' with { type: 'json' };
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };
const python = process.env.X_TEST_PYTHON ?? 'python3';
const isHere = spawnSync(python, ['-c', 'import huggingface_hub']).status === 0;

/** Runs Python with this hub and cache, and returns its output. */
async function runPython(code: string, endpoint: string, cacheDir: string): Promise<string> {
  const env = { ...process.env, HF_ENDPOINT: endpoint, HF_HUB_CACHE: cacheDir, HF_HUB_DISABLE_TELEMETRY: '1' };
  const { stdout } = await promisify(execFile)(python, ['-c', code], { env });
  return stdout.trim();
}

const download = `
from huggingface_hub import hf_hub_download
for name in ["config.json", "tokenizer_config.json", "tokenizer.json", "onnx/model.onnx"]:
    print(hf_hub_download("org/tiny", name))
`;
// hf_xet uses its own protocol. This replacement fetches the same bytes over plain HTTP; everything else is the code of huggingface_hub.
const downloadFromXet = `
import huggingface_hub.file_download as library
from huggingface_hub import hf_hub_download, hf_hub_url
def xet_get(*, incomplete_path, headers, expected_size=None, displayed_filename=None, **_):
    with open(incomplete_path, "wb") as file:
        library.http_get(hf_hub_url("org/tiny", displayed_filename), file, headers=headers, expected_size=expected_size)
library.is_xet_available = lambda: True
library.xet_get = xet_get
for name in ["config.json", "tokenizer.json", "onnx/model.onnx", "onnx/model.onnx_data"]:
    print(hf_hub_download("org/tiny", name))
`;
const pruneAll = `
from huggingface_hub import scan_cache_dir
info = scan_cache_dir()
info.delete_revisions(*[revision.commit_hash for repo in info.repos for revision in repo.revisions]).execute()
`;
const hasSharedStore = spawnSync(python, ['-c', 'import huggingface_hub.utils._shared_blobs']).status === 0;
const scan = `
from huggingface_hub import scan_cache_dir, snapshot_download
info = scan_cache_dir()
print(len(info.repos), sum(len(revision.files) for repo in info.repos for revision in repo.revisions), len(info.warnings))
print(snapshot_download("org/tiny", local_files_only=True))
`;

// Runs if Python has huggingface_hub, or if X_TEST_PYTHON names a Python that has it. Otherwise only the tests with the recorded layout run.
describe('a cache that is shared with Python’s huggingface_hub', { timeout: 120_000 }, () => {
  beforeEach(({ skip }) => skip(!isHere, `${python} has no huggingface_hub`));

  it('is used as Python wrote it, and passes verify', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    await runPython(download, hub.url, cache.path);
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, offline: true });
    expect(resolved.source).toBe('cache');
    expect(await runInTest(['verify', 'org/tiny', '--cache-dir', cache.path])).toMatchObject({
      code: 0,
      out: expect.stringContaining('org/tiny: intact (4 files)'),
    });
  });

  it('is read by Python as this package wrote it, without a warning', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const { directory } = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    const [counts, found] = (await runPython(scan, hub.url, cache.path)).split('\n');
    expect([counts, found]).toEqual(['1 4 0', directory]);
  });

  it('is used, and remains usable by Python, when files are in the shared store of all repositories', async ({
    skip,
  }) => {
    skip(!hasSharedStore, 'this huggingface_hub has no shared store');
    await using hub = await startHubServer({ repositories, storage: 'xet' });
    await using cache = await temporaryFolder();
    await runPython(downloadFromXet, hub.url, cache.path);
    const paths = (await cache.list()).map((path) => path.replace(/\b[0-9a-f]{64}\b/, (hash) => hash.slice(0, 2)));
    const recorded = Object.keys(sharedCache.files);
    expect(paths).toEqual(recorded.map((path) => path.replace(/\b[0-9a-f]{64}\b/, (hash) => hash.slice(0, 2))));
    const options = { modelFile, externalData: true, cacheDir: cache.path, offline: true };
    const { directory, modelFile: path } = await resolveModel('org/tiny', options);
    const data = join(dirname(path), 'model.onnx_data');
    expect(dirname(await realpath(path))).toBe(dirname(await realpath(data)));
    expect(Buffer.compare(await readFile(data), tinyRepository['onnx/model.onnx_data']!)).toBe(0);
    expect((await runPython(scan, hub.url, cache.path)).split('\n')).toEqual(['1 4 0', directory]);
    await runPython(pruneAll, hub.url, cache.path);
    expect(
      (await cache.list()).filter((name) => name.includes('model.onnx') || name.includes('.side-by-side')),
    ).toEqual([]);
  });

  it('stays intact while both download into it', async () => {
    await using hub = await startHubServer({ repositories });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    const isAsked = (): boolean => hub.requests.some(({ method, url }) => method === 'HEAD' && url.endsWith(modelFile));
    // Start the download of the weights at the same time as Python.
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (typeof input === 'string' && input.endsWith(modelFile))
        await expect.poll(isAsked, { timeout: 60_000 }).toBe(true);
      return globalThis.fetch(input, init);
    };
    const [theirs] = await Promise.all([
      runPython(download, hub.url, cache.path),
      resolveModel('org/tiny', { ...options, fetch, stallTimeoutMs: 60_000 }),
    ]);
    for (const path of theirs.split('\n')) {
      const name = path.replace(/^.*[0-9a-f]{40}[/\\]/, '').replaceAll('\\', '/');
      expect(Buffer.compare(await readFile(path), tinyRepository[name]!)).toBe(0);
    }
    await expect(resolveModel('org/tiny', { ...options, offline: true })).resolves.toMatchObject({ source: 'cache' });
  });
});
