import { CHROMIUM_IS_MISSING, findChromium } from './find-chromium.ts';

/** Says once, before all tests, that those of the page cannot run. */
export function setup(): void {
  if (findChromium() === undefined) process.stderr.write(`${CHROMIUM_IS_MISSING}\n`);
}
