import { CHROMIUM_IS_MISSING, findChromium } from './find-chromium.ts';

/** Prints a message once before all tests if the page tests cannot run. */
export function setup(): void {
  if (findChromium() === undefined) process.stderr.write(`${CHROMIUM_IS_MISSING}\n`);
}
