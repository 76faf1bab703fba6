import { type Fault, startHubServer } from '@x/hub-server';
import { expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const mebibyte = ' '.repeat(2 ** 20);

/** Requests a missing file, so that the whole repository is listed. Returns the error and the number of pages sent. */
async function listFrom(pageOf: (pages: number) => string): Promise<{ error: unknown; pages: number }> {
  let pages = 0;
  const endpoint = { url: '' };
  const fault = ({ url }: { url: string }): Fault | undefined => {
    if (!url.includes('/tree/')) return undefined;
    const headers = { link: `<${endpoint.url}${url}>; rel="next"`, 'content-type': 'application/json' };
    return { kind: 'status', status: 200, headers, body: pageOf(++pages) };
  };
  await using hub = await startHubServer({ repositories: { 'org/tiny': tinyRepository }, fault });
  endpoint.url = hub.url;
  await using cache = await temporaryFolder();
  const options = { modelFile: 'none.onnx', cacheDir: cache.path, endpoint: hub.url, clock: instantClock() };
  const error = await resolveModel('org/tiny', options).catch((reason: unknown) => reason);
  return { error, pages };
}

it('an endless list of files causes an error with the limit of 200 pages', async () => {
  const { error, pages } = await listFrom((page) => JSON.stringify([{ type: 'file', path: `${page}.onnx`, size: 1 }]));
  expect(error).toMatchObject({ code: 'DOWNLOAD', message: expect.stringContaining('more than 200 pages') });
  expect(pages).toBe(200);
});

it('a list of files that is too large in total causes an error that names the 64 MiB limit', async () => {
  const { error, pages } = await listFrom(() => `[${mebibyte.repeat(15)}]`);
  expect(error).toMatchObject({ code: 'DOWNLOAD', message: expect.stringContaining('more than 64 MiB') });
  expect(pages).toBe(5);
});

it('a response that is too large is requested once, and the error names the 16 MiB limit', async () => {
  const { error, pages } = await listFrom(() => `[${mebibyte.repeat(17)}]`);
  expect(error).toMatchObject({ code: 'DOWNLOAD', message: expect.stringContaining('more than 16 MiB') });
  expect(pages).toBe(1);
});

it('an error lists at most 20 files of the model', async () => {
  const files = Array.from({ length: 30 }, (_, index) => [`${index}.onnx`, new Uint8Array(1)] as const);
  const repository = { ...tinyRepository, ...Object.fromEntries(files) };
  await using hub = await startHubServer({ repositories: { 'org/tiny': repository } });
  await using cache = await temporaryFolder();
  const resolving = resolveModel('org/tiny', { modelFile: 'none.onnx', cacheDir: cache.path, endpoint: hub.url });
  await expect(resolving).rejects.toThrow(/Its \.onnx files are: (\S+, ){19}\S+ and \d+ more\. /);
});
