import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { type FolderServer, serveFolder } from './support/serve-folder.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const fixture = new URL('../../src/__fixtures__/movie_example.json', import.meta.url);
const { reranked } = JSON.parse(await readFile(fixture, 'utf8')) as { readonly reranked: readonly number[] };

describeInBrowser('the static page', () => {
  const open = useBrowser();
  let folder: string;
  let server: FolderServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'x-demo-static-'));
    await promisify(execFile)(process.execPath, [program, '--web', '--static', folder]);
    server = await serveFolder(folder);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it("answers the tutorial's query like the reference and downloads the weights once", async () => {
    await using opened = await open(server.url);
    const { page } = opened;
    const movies = page.locator('#results li');
    const isDone = movies.nth(9).or(page.getByText('failed'));
    await isDone.waitFor({ timeout: 150_000 });
    const ids = (): Promise<number[]> =>
      movies.evaluateAll((elements) => elements.map((element) => Number(element.dataset['document'])));
    expect(await page.locator('#status').innerText()).toMatch(/^Found and reranked/);
    expect(await ids()).toEqual(reranked);
    expect(await movies.nth(1).innerText()).toMatch(/Jeanne.*from 10$/s);
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('static-site');
    await page.reload();
    await isDone.waitFor({ timeout: 150_000 });
    expect(await ids()).toEqual(reranked);
    expect(server.requested.filter((path) => path.endsWith('.onnx'))).toHaveLength(2);
  }, 320_000);

  it('reports a file that differs from the manifest', async () => {
    const config = join(folder, 'models/all-minilm-l6-v2/config.json');
    const content = await readFile(config);
    await writeFile(config, '{}');
    await using opened = await open(server.url);
    await opened.page.getByText('its 2 bytes are not the 612 that the manifest lists').waitFor({ timeout: 60_000 });
    await writeFile(config, content);
  }, 120_000);
});
