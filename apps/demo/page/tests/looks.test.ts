import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { FakeDemo } from './support/fake-demo.ts';

const MANY = { id: 'movies', name: 'Movies', documents: 100, ready: true };

/** Returns whether the page is wider than the window. */
function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

/** Returns the number of overlapping pairs of labels on the left and right sides of the chart. */
function overlappingLabels(page: Page): Promise<number> {
  return page.locator('.bump-side').evaluateAll((sides) => {
    const overlaps = sides.map((side) => {
      const boxes = [...side.querySelectorAll('.bump-text')]
        .map((text) => text.getBoundingClientRect())
        .toSorted((a, b) => a.top - b.top);
      // Rounding accounts for up to half a pixel.
      return boxes.filter((box, index) => index > 0 && box.top < (boxes[index - 1]?.bottom ?? 0) - 0.5).length;
    });
    return overlaps.reduce((sum, count) => sum + count, 0);
  });
}

describeInBrowser('the look of the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  describe.each(['light', 'dark'] as const)('in a %s scheme', (colorScheme) => {
    it.each(['', '?top=3', '?rerank=off&first=words', '?compare', '?way=cascade', '?way=cascade&rerank=off', '?q='])(
      'passes the checks of axe-core: /%s',
      async (address) => {
        await using opened = await open(`${demo.url}${address}`, { colorScheme, reducedMotion: 'reduce' });
        const { page } = opened;
        await page
          .locator(address === '?q=' ? '.notice' : '.bump-label')
          .first()
          .waitFor();
        if (address === '?compare') await page.locator('.compare .bump').nth(2).waitFor();
        expect(await accessibilityViolations(page)).toEqual([]);
        await opened.picture(`${colorScheme}${address.replaceAll(/\W+/g, '-')}`);
      },
    );

    it('passes the checks of axe-core with a highlighted line and in the dialogs', async () => {
      await using opened = await open(demo.url, { colorScheme, reducedMotion: 'reduce' });
      const { page } = opened;
      await page.locator('.bump-after [aria-posinset="3"]').hover();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Models' }).click();
      await page.getByText('1 model to download').first().click();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Your own' }).click();
      await page.getByLabel('Paste texts').fill('a,b\n1,One text\n2,Another text');
      await page.getByText('Found 2 texts.').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
    });
  });

  it('follows the color scheme of the system until the visitor chooses one, and remembers the choice', async () => {
    await using opened = await open(demo.url, { colorScheme: 'dark' });
    const { page } = opened;
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await expect.poll(ground).not.toBe(dark);
    const light = await ground();
    await page.reload();
    await page.locator('.bump-label').first().waitFor();
    expect(await ground()).toBe(light);
  });

  it.each(['', '?compare', '?way=cascade'])('fits every window from 320 to 2560 pixels: /%s', async (address) => {
    await using opened = await open(`${demo.url}${address}`, { reducedMotion: 'reduce' });
    const { page } = opened;
    await page
      .locator('.bump')
      .nth(address === '?compare' ? 2 : 0)
      .waitFor();
    for (const width of [320, 360, 768, 1280, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await scrollsSideways(page), `${width} pixels`).toBe(false);
      await opened.picture(`width-${width}${address.slice(1).replace('=', '-')}`);
    }
  });

  it.each([320, 390, 1280])('wraps the suggestions, so that all are visible at %i pixels', async (width) => {
    const query = 'a query that is so long that it takes a line of its own on a phone';
    const queries = Array.from({ length: 8 }, (_, id) => ({
      query: `${id} ${query}`,
      answer: { id, text: 'A text.' },
    }));
    demo.publish({ queries });
    await using opened = await open(demo.url, { viewport: { width, height: 900 } });
    const { page } = opened;
    await page.locator('.chip').nth(7).waitFor();
    const cut = await page.locator('.chip').evaluateAll(
      (chips) =>
        chips.filter((chip) => {
          const { left, right } = chip.getBoundingClientRect();
          return left < 0 || right > innerWidth || chip.scrollWidth > chip.clientWidth;
        }).length,
    );
    expect(cut).toBe(0);
  });

  it('aligns the lines of a text to the start on both sides of the chart', async () => {
    await using opened = await open(demo.url, { reducedMotion: 'reduce' });
    const { page } = opened;
    await page.locator('.bump-label').first().waitFor();
    const edges = await page.locator('.bump-text').evaluateAll((texts) =>
      texts.map((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return new Set([...range.getClientRects()].slice(0, 2).map(({ left }) => Math.round(left))).size;
      }),
    );
    expect(edges).toHaveLength(20);
    expect(new Set(edges)).toEqual(new Set([1]));
  });

  it('folds its controls on a phone', async () => {
    await using opened = await open(demo.url, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const fold = page.getByRole('button', { name: 'Movies · Dense · reranked · 10 candidates' });
    expect(await page.getByRole('switch', { name: 'Rerank' }).count()).toBe(0);
    await fold.tap();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByText('BM25', { exact: true }).tap();
    await page.getByRole('button', { name: 'Movies · BM25 · reranked · 10 candidates' }).waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    await opened.picture('phone-controls');
  });

  it.each([1, 40, 100])('keeps the labels of %i candidates apart', async (candidates) => {
    demo.setTexts(
      'movies',
      Array.from({ length: 100 }, (_, id) => `${id} ${'Long and longer words. '.repeat(12)}`),
    );
    demo.publish({ collections: [MANY] });
    await using opened = await open(`${demo.url}?candidates=${candidates}`, { reducedMotion: 'reduce' });
    const { page } = opened;
    await page
      .locator('.bump-after [role=option]')
      .nth(candidates - 1)
      .waitFor();
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await overlappingLabels(page)).toBe(0);
      expect(await scrollsSideways(page)).toBe(false);
      await opened.picture(`candidates-${candidates}-${width}`, { fullPage: false });
    }
  });

  it('animates changes of ranks, except with reduced motion', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      await using opened = await open(demo.url, { reducedMotion });
      const { page } = opened;
      await page.getByText('climbs from').waitFor();
      const glides = await page
        .locator('.bump-after .bump-label')
        .evaluateAll((labels) => labels.map((label) => getComputedStyle(label).transitionDuration));
      expect(new Set(glides)).toEqual(new Set([reducedMotion === 'reduce' ? '0s' : '0.52s']));
      await page.getByRole('switch', { name: 'Rerank' }).click();
      await page.getByText('in the order of the first stage').waitFor();
      const running = await page.evaluate(() => document.getAnimations().length);
      if (reducedMotion === 'reduce') expect(running).toBe(0);
    }
  });
});
