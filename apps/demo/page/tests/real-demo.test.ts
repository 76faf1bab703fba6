import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { startDemo, type DemoProcess } from './support/demo-process.ts';

interface Goldens {
  readonly first_stage: number[];
  readonly reranked: number[];
}

// Made with tokenizers and onnxruntime for Python from the shipped weights; see `note` in the file.
const fixture = new URL('../../src/__fixtures__/movie_example.json', import.meta.url);
const goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;

describeInBrowser('the page, with the demo and its models', () => {
  const open = useBrowser();
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  it("answers the tutorial's query without a click, as the reference does", async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    const labels = page.locator('.bump-after [role=option]');
    await labels.nth(9).waitFor();
    const idsByPlace = (side: string): Promise<number[]> =>
      page.locator(`.bump-${side} .bump-label`).evaluateAll((elements) =>
        elements
          .map((element) => ({
            id: Number(element.dataset['document']),
            place: Number(element.style.getPropertyValue('--place')),
          }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ id }) => id),
      );
    expect(await idsByPlace('before')).toEqual(goldens.first_stage);
    expect(await idsByPlace('after')).toEqual(goldens.reranked);
    await page.getByText('climbs from 10th to 2nd').waitFor();
    expect(await page.locator('.bump-label[data-lit=true]').allInnerTexts()).toEqual([
      expect.stringContaining('Jeanne'),
      expect.stringContaining('Jeanne'),
    ]);
    expect(await page.locator('.results tbody tr').count()).toBe(10);
    expect(await page.locator('.timing-legend dt').allInnerTexts()).toEqual(['Embed the query', 'Retrieve', 'Rerank']);
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('movies');
  });
});
