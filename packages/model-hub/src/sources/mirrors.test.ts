import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';
import { resolveUnlistedModel } from '../resolve-unlisted-model.ts';

const modelFile = 'onnx/model.onnx';
const repositories = { 'org/tiny': tinyRepository };

describe('a mirror', () => {
  it('may send the SHA-256 of a small file as its ETag', async () => {
    const content = tinyRepository['tokenizer.json']!;
    const etag = createHash('sha256').update(content).digest('hex');
    const fault = ({ url }: HubRequest): Fault | undefined =>
      url.endsWith('/tokenizer.json')
        ? { kind: 'status', status: 200, headers: { etag: `"${etag}"` }, body: Buffer.from(content).toString() }
        : undefined;
    await using hub = await startHubServer({ repositories, fault });
    await using cache = await temporaryFolder();
    const { directory } = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url });
    expect(await readFile(join(directory, 'tokenizer.json'))).toEqual(content);
  });

  it.each([400, 404, 405])(
    'may lack the route for single files (%i), because the tree states the same',
    async (code) => {
      await using hub = await startHubServer({ repositories, fault: refusing(code, 'paths-info') });
      await using cache = await temporaryFolder();
      const options = { modelFile, externalData: true, cacheDir: cache.path, endpoint: hub.url };
      const { directory } = await resolveModel('org/tiny', options);
      for (const path of [modelFile, 'onnx/model.onnx_data', 'tokenizer.json']) {
        expect(Buffer.compare(await readFile(join(directory, path)), tinyRepository[path]!)).toBe(0);
      }
      const trees = hub.requests.filter(({ url }) => /\/tree\/.*recursive=true/.test(url));
      expect(trees).toHaveLength(1);
    },
  );

  it('that lacks all routes for sizes and hashes is named as the cause, not the model', async () => {
    await using hub = await startHubServer({ repositories, fault: refusing(404, 'paths-info', 'tree') });
    await using cache = await temporaryFolder();
    const options = { cacheDir: cache.path, endpoint: hub.url };
    const attempt = resolveUnlistedModel('org/tiny', options, { kind: 'reranker', knownModels: [] });
    await expect(attempt).rejects.toMatchObject({
      code: 'DOWNLOAD',
      status: 404,
      message: expect.stringMatching(/offers neither of the routes .*paths-info.*tree/),
    });
  });
});

/** Returns a fault for the requests to these routes. */
function refusing(status: number, ...routes: string[]): (request: HubRequest) => Fault | undefined {
  return ({ url }) => (routes.some((route) => url.includes(`/${route}/`)) ? { kind: 'status', status } : undefined);
}
