// Checks that the site builds and that each link leads to an existing page and anchor.
import { ROOT } from '../../set-up/workspace.mjs';
import { BASE, SITE_URL } from '../../site/site-address.mjs';
import { SITE_FOLDER, runVitePress, writeApi } from '../../site/site-programs.mjs';
import { findBrokenLinks, findBrokenReferences, readSite } from './broken-links.mjs';

/**
 * Builds the API reference and the site, and checks its links. VitePress fails when a page links to a page that does not exist.
 *
 * @returns {Promise<import('../run-gates.mjs').GateResult>}
 */
export async function checkSite() {
  const api = await writeApi({ capture: true });
  if (api.code !== 0) return { problems: [`${api.output.trim()}\nRemedy: correct the docstring named above.`] };
  const site = await runVitePress('build', { capture: true });
  if (site.code !== 0) return { problems: [`${site.output.trim()}\nRemedy: correct the page named above.`] };
  const built = readSite(SITE_FOLDER);
  const pages = [...built.pages.keys()];
  const bytes = [...built.pages.values()].reduce((sum, html) => sum + Buffer.byteLength(html), 0);
  const broken = [...findBrokenLinks(built, BASE), ...findBrokenReferences(built, { root: ROOT, url: SITE_URL })];
  const problems = broken.map((link) => `${link}: the link leads to no page or heading: correct it.`);
  const modules = pages.filter((page) => page.startsWith('api/') && page !== 'api/index.html').length;
  return {
    problems,
    note: `${pages.length} pages, ${modules} of them in the API reference, ${(bytes / 1e6).toFixed(1)} MB of HTML`,
  };
}
