import { afterEach, expect, it } from 'vitest';

import type { DemoState, ModelState } from '../../src/web/contract.ts';
import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { FakeDemo } from './support/fake-demo.ts';
import { READY_STATE } from './support/fake-state.ts';

const { embedder, reranker } = READY_STATE.models;

function withModels(changes: Partial<Record<'embedder' | 'reranker', ModelState>>): Pick<DemoState, 'models'> {
  return { models: { ...READY_STATE.models, ...changes } };
}

describeInBrowser('loading models on the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  afterEach(() => demo[Symbol.asyncDispose]());

  it('shows the progress in bytes if known, then searches by itself', async () => {
    const loading: ModelState = { name: embedder.name, phase: 'loading', completedBytes: 12e6, totalBytes: 23e6 };
    demo = await FakeDemo.start(withModels({ embedder: loading, reranker: { name: reranker.name, phase: 'loading' } }));
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('12 MB of 23 MB').waitFor();
    expect(await page.getByRole('progressbar', { name: `Loading ${embedder.name}` }).getAttribute('value')).toBe(
      '12000000',
    );
    expect(await page.getByRole('progressbar', { name: `Loading ${reranker.name}` }).getAttribute('value')).toBeNull();
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('loading');
    demo.publish(withModels({ embedder: { ...loading, completedBytes: 20e6 } }));
    await page.getByText('20 MB of 23 MB').waitFor();
    expect(demo.searches).toEqual([]);
    demo.publish(READY_STATE);
    await page.getByText('climbs from 10th to 1st').waitFor();
  });

  it('shows the reason of a failure and lets the visitor choose another model', async () => {
    const message = 'The weights are damaged. Delete their folder and start the demo again.';
    demo = await FakeDemo.start(withModels({ reranker: { name: reranker.name, phase: 'failed', message } }));
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText(message).waitFor();
    await page.getByRole('button', { name: 'Choose another' }).click();
    await page.getByRole('dialog', { name: 'Models' }).waitFor();
    expect(await page.getByRole('button', { name: `Use ${reranker.name}` }).isEnabled()).toBe(true);
  });

  it('offers a search by words without reranking in the meantime', async () => {
    const collections = READY_STATE.collections.map((collection) => ({ ...collection, ready: false }));
    const loading: ModelState = { name: embedder.name, phase: 'loading' };
    demo = await FakeDemo.start({ ...withModels({ embedder: loading }), collections });
    await using opened = await open(demo.url);
    await opened.page.getByRole('button', { name: 'Search by words in the meantime' }).click();
    await opened.page.getByText('it is not among the 10 texts that BM25 found').waitFor();
  });

  it('waits until the texts are embedded', async () => {
    const collections = READY_STATE.collections.map((collection) => ({ ...collection, ready: false }));
    demo = await FakeDemo.start({ collections });
    await using opened = await open(demo.url);
    await opened.page.getByText('The collection is still being embedded.').waitFor();
    demo.publish(READY_STATE);
    await opened.page.getByText('climbs from 10th to 1st').waitFor();
    expect(await opened.page.locator('.notice').count()).toBe(0);
  });

  it('downloads a model only after the visitor agrees to its size and license', async () => {
    demo = await FakeDemo.start();
    await using opened = await open(demo.url);
    const { page } = opened;
    const name = 'other/big-reranker';
    await page.getByRole('button', { name: 'Models' }).click();
    await page.getByText('1 model to download').last().click();
    await page.getByText('1.11 GB · cc-by-nc-4.0 · not for commercial use').waitFor();
    await page.getByRole('button', { name: `Download 1.11 GB ${name}` }).click();
    await page
      .getByText('Download 1.11 GB under the license cc-by-nc-4.0, which does not allow commercial use?')
      .waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('models');
    expect(demo.modelRequests).toEqual([]);
    await page.getByRole('button', { name: 'Download and use' }).click();
    await expect.poll(() => demo.modelRequests).toEqual([{ role: 'reranker', name, download: true }]);
    demo.publish(withModels({ reranker: { ...reranker, next: name, completedBytes: 1e8, totalBytes: 1.11e9 } }));
    await page.getByText('100 MB of 1.11 GB').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => demo.deleted).toEqual(['/api/models/loading']);
    expect(demo.searches).toHaveLength(1);
  });

  it('shows the reason when the server refuses a model', async () => {
    demo = await FakeDemo.start();
    await using opened = await open(demo.url);
    const { page } = opened;
    const failure = { error: { code: 'offline', message: 'The demo was started with --offline. Start it without.' } };
    await page.route('**/api/models', (route) => route.fulfill({ status: 409, json: failure }));
    await page.getByRole('button', { name: 'Models' }).click();
    await page.getByText('1 model to download').first().click();
    await page.getByRole('button', { name: 'Download 130 MB other/big-embedder' }).click();
    await page.getByRole('button', { name: 'Download and use' }).click();
    await page.getByRole('alert').filter({ hasText: failure.error.message }).waitFor();
  });

  it('searches again after another model is loaded', async () => {
    demo = await FakeDemo.start();
    await using opened = await open(demo.url);
    await opened.page.getByText('climbs from').waitFor();
    demo.publish(withModels({ reranker: { ...reranker, name: 'other/big-reranker' } }));
    await expect.poll(() => demo.searches.length).toBe(2);
  });
});
