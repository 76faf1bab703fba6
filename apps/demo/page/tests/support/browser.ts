import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';

import { findChromium } from './find-chromium.ts';

const executablePath = findChromium();

/** Describes tests that run in the system's Chromium. They are skipped when it is not installed. */
export const describeInBrowser: (name: string, describeTests: () => void) => void =
  executablePath === undefined ? describe.skip : describe;

/** Opens a page. All tests of a file share one browser. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<TestedPage>;

/** A page under test. Disposing of it checks that it made no requests to other origins and threw no errors. */
export interface TestedPage extends AsyncDisposable {
  readonly page: Page;
  /** The errors on the console of the browser. */
  readonly errors: readonly string[];
  /** Saves a screenshot to `.test-output`: of the whole page, or with `fullPage: false` of the window. */
  picture(name: string, options?: { readonly fullPage: boolean }): Promise<void>;
}

/** Starts a browser before the tests of a file and closes it after them. */
export function useBrowser(): OpenPage {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // The sandbox of Chromium does not work in most containers.
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
      expect(thrown, 'uncaught errors').toEqual([]);
      // A violation of the content security policy is an error of the page.
      expect(errors.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    },
  };
}

const PICTURES = fileURLToPath(new URL('../../../.test-output/', import.meta.url));
