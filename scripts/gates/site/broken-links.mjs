// Checks the links and anchors of a built site.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the HTML files of a folder, relative to it, with forward slashes.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function listPages(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html'))
    .toSorted();
}

/**
 * Returns the links whose file or anchor does not exist. Links to other sites are not checked.
 *
 * @param {string} folder the built site
 * @param {string} base base path of the site on its server, such as `/x/`
 * @returns {string[]} such as `guides/filters.html: /x/start#nowhere`
 */
export function findBrokenLinks(folder, base) {
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  const documents = listPages(folder).map((page) => ({ page, html: readFileSync(join(folder, page), 'utf8') }));
  for (const { page, html } of documents) {
    anchors.set(page, new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id = '']) => unescapeHtml(id))));
  }
  return documents.flatMap(({ page, html }) => {
    const links = new Set(
      Array.from(html.matchAll(/<a\s[^>]*?href="([^"]+)"/g), ([, href = '']) => unescapeHtml(href)),
    );
    return [...links].filter((href) => !leadsSomewhere(href, page)).map((href) => `${page}: ${href}`);
  });

  /** @param {string} href @param {string} page */
  function leadsSomewhere(href, page) {
    const { origin, pathname, hash } = new URL(href, `http://site${base}${page}`);
    if (origin !== 'http://site') return true;
    if (!pathname.startsWith(base)) return false;
    const path = decodeURIComponent(pathname.slice(base.length));
    const file = [path, `${path}.html`, `${path}index.html`].find((name) => anchors.has(name));
    if (file === undefined) return existsSync(join(folder, path)) && !path.endsWith('/');
    return hash === '' || anchors.get(file)?.has(decodeURIComponent(hash.slice(1))) === true;
  }
}

/** @param {string} text */
function unescapeHtml(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
}
