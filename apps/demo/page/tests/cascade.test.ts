import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { FakeDemo } from './support/fake-demo.ts';

describeInBrowser('the cascade on the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  it('the cascade replaces the choice of a first stage when it is switched on, and stays in the address', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results').waitFor();
    expect(await page.locator('.cascade').count()).toBe(0);
    await page.getByText('Cascade', { exact: true }).click();
    await page.locator('.cascade').waitFor();
    expect(demo.searches.at(-1)).toMatchObject({ way: 'cascade', rerank: true, candidates: 10 });
    expect(await page.getByRole('group', { name: 'First stage' }).count()).toBe(0);
    await expect.poll(() => new URL(page.url()).search).toBe('?way=cascade');
    await page.getByText('Two stages', { exact: true }).click();
    await page.locator('.cascade').waitFor({ state: 'detached' });
    // The answer for two stages was already loaded.
    expect(demo.searches.map(({ way }) => way)).toEqual([undefined, 'cascade']);
  });

  it('draws a dot for each list that contains a text, and curves between the dots', async () => {
    await using opened = await open(`${demo.url}?way=cascade&rerank=off`);
    const { page } = opened;
    await page.locator('.cascade').waitFor();
    // The fake demo finds every second text by words. Its curve from BM25 is dashed.
    const first = page.locator('.cascade g[data-document="0"]').first();
    const second = page.locator('.cascade g[data-document="1"]').first();
    expect([await first.locator('.lane-dot').count(), await second.locator('.lane-dot').count()]).toEqual([3, 2]);
    expect(await first.locator('.bump-line[data-dashed=true]').count()).toBe(1);
    expect(await second.locator('.bump-line[data-dashed=true]').count()).toBe(0);
    await page.getByText('10 texts, in the order of MaxSim.').waitFor();
  });

  it('marks the matching words, except those with a low weight', async () => {
    await using opened = await open(`${demo.url}?way=cascade`);
    const { page } = opened;
    await page.locator('.results mark').first().waitFor();
    expect(new Set(await page.locator('.results tbody mark').allInnerTexts())).toEqual(new Set(['about']));
    expect(await page.locator('.result-text p').first().innerText()).toMatch(/^Film 9 is about something/);
  });

  it('supports the arrow keys, which highlight a text and read out its ranks', async () => {
    await using opened = await open(`${demo.url}?way=cascade`);
    const { page } = opened;
    await page.locator('.cascade').waitFor();
    await page.getByRole('slider', { name: 'Keep the best' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('.bump-after [role=option]:focus');
    await expect.poll(() => focused.textContent()).toContain('2nd. Dense: 10th · BM25: 5th · MaxSim: 9th.');
    await expect.poll(() => page.locator('.cascade .lane-dot[data-lit=true]').count()).toBe(3);
  });

  it('shows the reason when the cascade is not available', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results').waitFor();
    const message = "'owner/model' has no token vectors, which the cascade needs.";
    const json = { error: { code: 'NO_TOKEN_VECTORS', message } };
    await page.route('**/api/search', (route) => route.fulfill({ status: 409, json }), { times: 1 });
    await page.getByText('Cascade', { exact: true }).click();
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
  });
});
