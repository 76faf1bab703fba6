import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

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
});
