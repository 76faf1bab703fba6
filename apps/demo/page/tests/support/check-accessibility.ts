import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Returns the violations that axe-core finds in the current state of a page, one line per element. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}
