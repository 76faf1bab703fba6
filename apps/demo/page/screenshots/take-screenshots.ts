import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startDemo, type DemoProcess } from '../tests/support/demo-process.ts';
import { CHROMIUM_IS_MISSING, findChromium } from '../tests/support/find-chromium.ts';
import { palettePng } from './palette-png.ts';

const FOLDER = fileURLToPath(new URL('../../screenshots/', import.meta.url));
const MOST_BYTES = 150_000;
const RECIPES = `name,description
Focaccia,"A flat bread with olive oil and rosemary, baked hot."
Ramen,Wheat noodles in a broth that has simmered for a day.
Gazpacho,"A cold soup of tomatoes, peppers and bread for hot days."
Dal,"Lentils with turmeric and cumin, finished with butter."`;

interface Picture {
  readonly name: string;
  readonly address: string;
  readonly options: BrowserContextOptions;
  /** Brings the page into the state to show. */
  readonly prepare: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: 'first-view', address: '', options: {}, prepare: (page) => page.locator('.results').waitFor() },
  {
    name: 'dark',
    address: '?compare',
    options: { colorScheme: 'dark' },
    prepare: (page) => page.locator('.compare .bump').nth(2).waitFor(),
  },
  {
    name: 'cascade',
    address: '?way=cascade',
    options: {},
    prepare: (page) => page.locator('.results mark').first().waitFor(),
  },
  {
    name: 'phone',
    address: '',
    options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
    prepare: (page) => page.locator('.results').waitFor(),
  },
  {
    name: 'own-texts',
    address: '',
    options: {},
    prepare: async (page) => {
      await page.locator('.results').waitFor();
      await page.getByRole('button', { name: 'Your own' }).click();
      const file = { name: 'recipes.csv', mimeType: 'text/csv', buffer: Buffer.from(RECIPES) };
      await page.getByLabel('Choose files').setInputFiles(file);
      await page.getByText('Found 4 texts.').waitFor();
    },
  },
];

let browser: Browser;
let demo: DemoProcess;
beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(CHROMIUM_IS_MISSING);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  demo = await startDemo();
  // Warms up: the first searches of a process are slower than later ones.
  for (const picture of PICTURES) await take(picture);
});
afterAll(async () => {
  await browser.close();
  await demo[Symbol.asyncDispose]();
});

it.each(PICTURES)('$name', async (picture) => {
  const png = await take(picture);
  expect(png.length).toBeLessThanOrEqual(MOST_BYTES);
  await writeFile(`${FOLDER}${picture.name}.png`, png);
});

/** Opens and prepares the page, and returns a compressed screenshot of it. */
async function take({ address, options, prepare }: Picture): Promise<Buffer> {
  const viewport = { width: 1280, height: 1020 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(`${demo.url}${address}`);
  await prepare(page);
  await page.evaluate(() => document.fonts.ready);
  const png = await page.screenshot();
  // The browser decodes its own screenshot, which needs no PNG library.
  const { width, height, pixels } = await page.evaluate(readPixels, png.toString('base64'));
  await context.close();
  return palettePng({ width, height, data: Buffer.from(pixels, 'base64') });
}

/** Runs in the browser. */
async function readPixels(png: string): Promise<{ width: number; height: number; pixels: string }> {
  const bitmap = await createImageBitmap(
    new Blob([Uint8Array.from(atob(png), (character) => character.charCodeAt(0))]),
  );
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const data = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const parts: string[] = [];
  for (let at = 0; at < data.length; at += 0x8000) parts.push(String.fromCharCode(...data.subarray(at, at + 0x8000)));
  return { width, height, pixels: btoa(parts.join('')) };
}
