import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { FakeDemo } from './support/fake-demo.ts';

/** Returns the accessible name of the focused element. */
function focusedName(page: Page): Promise<string> {
  return page
    .evaluate(() => {
      const element = document.activeElement;
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : [];
      return element?.getAttribute('aria-label') ?? labels.map((label) => label.textContent).join() ?? '';
    })
    .then(async (name) => name || ((await page.locator(':focus').textContent()) ?? ''));
}

describeInBrowser('the page with only a keyboard', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  it('moves a visible focus from the query through all controls into the chart', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results').waitFor();
    const names: string[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await page.keyboard.press('Tab');
      names.push((await focusedName(page)).trim());
      const isSeen = await page.evaluate(() => {
        const element = document.activeElement;
        const carrier =
          element?.matches('[type=radio]') === true
            ? element.nextElementSibling
            : element?.matches('[type=search]') === true
              ? element.parentElement
              : element;
        if (carrier === null || carrier === undefined) return false;
        const { outlineStyle, boxShadow } = getComputedStyle(carrier);
        return outlineStyle !== 'none' || boxShadow !== 'none';
      });
      expect(isSeen, names.at(-1)).toBe(true);
    }
    expect(names).toEqual([
      expect.stringMatching(/^Models/),
      'Light or dark',
      'What are you looking for?',
      'Search',
      'a strong figure',
      'toys that come alive',
      'Texts',
      'Your own',
      'Two stages',
      'Dense',
      'Rerank',
      'Candidates',
      'Keep the best',
      expect.stringMatching(/^1st, was 10th; cosine 0\.100, reranker 5\.000\./),
    ]);
  });

  it('moves in the chart with arrow keys, which highlight a line and read out its ranks and scores', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    const options = page.getByRole('listbox').getByRole('option');
    await options.first().waitFor();
    await page.getByRole('slider', { name: 'Keep the best' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('.bump-after [role=option]:focus');
    await expect.poll(() => focused.getAttribute('aria-posinset')).toBe('2');
    await expect.poll(() => focused.getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => focused.textContent()).toContain('2nd, was 9th; cosine 0.111, reranker 4.000.');
    await expect.poll(() => focused.locator('.bump-score').allInnerTexts()).toEqual(['cosine 0.111', 'reranker 4.000']);
    const before = page.locator('.bump-before [data-lit=true] .bump-score');
    await expect.poll(() => before.innerText()).toBe('cosine 0.111');
    await page.keyboard.press('End');
    await expect.poll(() => focused.getAttribute('aria-posinset')).toBe('10');
    await page.keyboard.press('Home');
    await expect.poll(() => focused.getAttribute('aria-posinset')).toBe('1');
  });

  it('searches, changes settings and adds own texts', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results').waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('typed');
    await page.keyboard.press('Enter');
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('typed');
    await page.getByRole('radio', { name: 'Dense' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => demo.searches.at(-1)?.firstStage).toBe('words');
    await page.getByRole('button', { name: 'Your own' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('One text');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Two texts');
    await page.getByText('Found 2 texts.').waitFor();
    await page.getByLabel('Name').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Type what you are looking for in “My texts”').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('query');
  });

  it('restores the focus when Escape closes a dialog', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    const button = page.getByRole('button', { name: 'Models' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Models' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(async () => (await focusedName(page)).trim()).toMatch(/^Models/);
  });
});
