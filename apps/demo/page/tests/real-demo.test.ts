import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { DemoState } from '../../src/web/contract.ts';
import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { startDemo, type DemoProcess } from './support/demo-process.ts';

interface Goldens {
  readonly first_stage: number[];
  readonly reranked: number[];
}

// Generated from the shipped weights with tokenizers and onnxruntime for Python; see `note` in the file.
const fixture = new URL('../../src/__fixtures__/movie_example.json', import.meta.url);
const goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;

describeInBrowser('the page with the real demo and its models', () => {
  const open = useBrowser();
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  it("answers the tutorial's query like the reference, without a click", async () => {
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

  it('draws the lanes of the cascade and marks the matching words', async () => {
    await using opened = await open(`${demo.url}?way=cascade`);
    const { page } = opened;
    await page.getByText('climbs from 7th by MaxSim to 5th').waitFor();
    const option = page.locator('.cascade .bump-after [role=option][aria-posinset="5"]');
    expect(await option.textContent()).toContain('5th. Dense: 10th · BM25: not found · MaxSim: 7th.');
    const row = page.locator('.results tbody tr').nth(4);
    expect(await row.locator('mark').allInnerTexts()).toEqual(['1431', 'Jeanne', 'her', 'claims', 'holy']);
    expect(await page.locator('.timing-legend dt').allInnerTexts()).toEqual([
      'Embed the query',
      'Retrieve',
      'MaxSim',
      'Rerank',
      'Mark words',
    ]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('cascade');
  });

  it('embeds and searches own texts', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByRole('button', { name: 'Your own' }).click();
    const texts = [
      'Rivers carry sand to the sea.',
      'Dough has to rise before it is baked.',
      'A comet has a tail of dust.',
    ];
    await page.getByLabel('Paste texts').fill(texts.join('\n'));
    await page.getByRole('button', { name: 'Search these 3 texts' }).click();
    await page.getByText('Type what you are looking for in “My texts”').waitFor();
    await page.getByRole('searchbox').fill('how to make bread');
    await page.keyboard.press('Enter');
    await page.locator('.results tbody tr').nth(2).waitFor();
    expect(await page.locator('.result-text p').first().innerText()).toBe(texts[1]);
    await page.getByText('Compare', { exact: true }).click();
    await page.locator('.compare .bump').nth(1).waitFor();
    await opened.picture('own-texts');
    await page.getByRole('button', { name: 'Forget My texts' }).click();
    await page.locator('.compare').getByText("In 1431, Jeanne d'Arc").first().waitFor();
    const { collections } = await readState();
    expect(collections.map(({ id }) => id)).toEqual(['movies']);
  });

  it('deletes texts whose embedding was canceled', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByRole('button', { name: 'Your own' }).click();
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `Line ${index} tells of something else than the others do.`,
    );
    const file = { name: 'lines.txt', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) };
    await page.getByLabel('Choose files').setInputFiles(file);
    await page.getByRole('button', { name: 'Search these 10,000 texts' }).click();
    await page.getByText(/^\d+ of 10000 embedded/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('toys that come alive');
    await page.keyboard.press('Enter');
    await page
      .locator('.result[aria-busy=false] .result-text', { hasText: 'The toys are mistakenly delivered' })
      .waitFor();
    const { collections } = await readState();
    expect(collections.map(({ id }) => id)).toEqual(['movies']);
  });

  async function readState(): Promise<DemoState> {
    return (await (await fetch(`${demo.url}api/state`)).json()) as DemoState;
  }
});
