import { existsSync } from 'node:fs';

import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { deferred } from '@x/core/testing';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';

import { FakeEmbedding, fakeReranker } from '../__tests__/fake-models.ts';
import { type RunningServer, serve } from '../serve.ts';

const browserPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = browserPaths.find((path) => existsSync(path));

const hostileName = 'org/<script>alert(1)</script>"\'&';
let embedding: FakeEmbedding;
let server: RunningServer;
beforeAll(async () => {
  embedding = new FakeEmbedding();
  const reranker = { ...fakeReranker, modelName: hostileName };
  server = await serve({ port: 0, models: { embedding, reranker }, apiKeys: ['a key'] });
});
afterAll(() => server.close());

test('the page is readable without scripts or a key and loads nothing from other servers', async () => {
  const response = await fetch(server.url);
  expect(response.url).toBe(`${server.url}/docs`);
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const text = await response.text();
  for (const path of ['/v1/embeddings', '/v2/rerank', '/v1/rerank', '/embed', '/rerank']) expect(text).toContain(path);
  expect(text).not.toMatch(/\b(?:src|href)="(?:https?:)?\/\//);
  expect(text).not.toContain(hostileName);
  expect(text.length).toBeLessThan(60_000);
});

describe.skipIf(executablePath === undefined)('the page in Chromium (skipped when no browser is installed)', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${server.url}/docs`);
  });
  afterAll(() => browser.close());

  const embeddings = () => page.locator('#post-v1-embeddings');

  it('sends the typed key and never shows it in the command', async () => {
    await embeddings().getByRole('button', { name: 'Send' }).click();
    await embeddings().getByText(/^401 /).waitFor();
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await page.getByLabel('API key').fill('a key');
    await embeddings().getByRole('button', { name: 'Send' }).click();
    await embeddings()
      .getByText(/^200 OK, \d+ ms/)
      .waitFor();
    expect(await embeddings().locator('.answer').textContent()).toContain('"embedding": [ 16, 1 ]');
    const command = (await embeddings().locator('.command').textContent())!;
    expect(command).toContain(`curl '${server.url}/v1/embeddings' -H "Authorization: Bearer $API_KEY"`);
    expect(command).not.toContain('a key');
  });

  it('sends the typed body, quotes it in the command and shows the response as text', async () => {
    const body = embeddings().getByLabel('Body');
    await body.fill(JSON.stringify({ model: "<img src=x onerror='alert(1)'>", input: "it's" }));
    expect(await embeddings().locator('.command').textContent()).toContain(String.raw`"it'\''s"`);
    await body.press('Control+Enter');
    await embeddings().getByText(/^404 /).waitFor();
    expect(await embeddings().locator('.answer').textContent()).toContain("<img src=x onerror='alert(1)'>");
    expect(await page.locator('img, .answer script').count()).toBe(0);
    expect(complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('does not replace a newer response with a late one', async () => {
    const { promise, resolve: release } = deferred();
    embedding.gate = promise;
    const body = embeddings().getByLabel('Body');
    const send = embeddings().getByRole('button', { name: 'Send' });
    const seen = embedding.signals.length;
    await body.fill('{"model":"fake-embedding","input":"slow one"}');
    await send.click();
    while (embedding.signals.length === seen) await new Promise((resolve) => setImmediate(resolve));
    embedding.gate = Promise.resolve();
    await body.fill('{"model":"fake-embedding","input":"new"}');
    await send.click();
    await embeddings().getByText(/^200 /).waitFor();
    release();
    expect(await embeddings().locator('.answer').textContent()).toContain('[ 3, 1 ]');
    expect(embedding.signals[seen]!.aborted).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('fills a model name into the path and keeps its slash', async () => {
    const one = page.locator('#get-v1-models-model-');
    await one.locator('summary').click();
    await one.getByRole('button', { name: 'Send' }).click();
    await one.getByText(/^200 /).waitFor();
    expect(await one.locator('.answer').textContent()).toContain('org/fake-embedding');
  });

  it.each(['light', 'dark'] as const)('passes the checks of axe-core in %s mode', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate('for (const route of document.querySelectorAll("details")) route.open = true');
    // `evaluate` runs through the debugger, so the content security policy does not apply.
    await page.evaluate(axe.source);
    const violations: unknown = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 80))]))',
    );
    expect(violations).toEqual([]);
  });
});
