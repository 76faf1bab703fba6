import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };

describe('a repository in Xet storage', () => {
  it('is fetched over the hub’s bridge, checked by SHA-256, and continued after breaks', async () => {
    let cuts = 2;
    await using hub = await startHubServer({
      repositories,
      storage: 'xet',
      fault: ({ host }) => (host === 'storage' && cuts-- > 0 ? { kind: 'cut', afterBytes: 100_000 } : undefined),
    });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url, clock: instantClock() };
    const { directory, source } = await resolveModel('org/tiny', options);
    expect(source).toBe('hub');
    expect(Buffer.compare(await readFile(join(directory, modelFile)), tinyRepository[modelFile]!)).toBe(0);
    const asked = hub.requests.filter(({ host }) => host === 'storage');
    const starts = asked.map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
    expect(starts).toHaveLength(3);
    // How many bytes arrive before the connection breaks depends on the system.
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(await resolveModel('org/tiny', { ...options, offline: true })).toMatchObject({ source: 'cache', directory });
  });
});
