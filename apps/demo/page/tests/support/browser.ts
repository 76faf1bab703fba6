import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { findChromium } from './find-chromium.ts';

const executablePath = findChromium();

/** Describes what the page does in the system's Chromium; skipped where there is none. */
export const describeInBrowser: (name: string, describeTests: () => void) => void =
  executablePath === undefined ? describe.skip : describe;

/** Opens pages for the tests of a file, in one browser. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<TestedPage>;

/** A page; when it is done with, it has to have asked nobody else and thrown nothing. */
export interface TestedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser wrote to its console as errors. */
  readonly errors: readonly string[];
  /** Keeps a picture of it among the test's output: of all of it, or of what the window shows. */
  picture(name: string, options?: { readonly fullPage: boolean }): Promise<void>;
}

/** Starts a browser before the tests of a file and ends it after them. */
export function useBrowser(): OpenPage {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // A test machine may be a container, where Chromium's own sandbox cannot be made.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());
  return (url, options) => {
    if (browser === undefined) throw new Error('The browser starts before the first test.');
    return openPage(browser, url, options);
  };
}

async function openPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<TestedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const foreign: string[] = [];
  const thrown: string[] = [];
  const errors: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) foreign.push(request.url());
  });
  page.on('pageerror', ({ message }) => thrown.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    errors,
    async picture(name, { fullPage } = { fullPage: true }) {
      await mkdir(PICTURES, { recursive: true });
      await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage, animations: 'disabled' });
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      expect(foreign, 'requests to other origins').toEqual([]);
      expect(thrown, 'errors that nobody caught').toEqual([]);
      // The policy of the page's own server forbids what would be a mistake of the page.
      expect(errors.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    },
  };
}

const PICTURES = fileURLToPath(new URL('../../../.test-output/', import.meta.url));
