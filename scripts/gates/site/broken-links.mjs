// Checks the links and anchors of a built site.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractLinks, listMarkdown } from '../markdown.mjs';

/**
 * @typedef {object} BuiltSite
 * @property {ReadonlyMap<string, string>} pages the HTML of each page, by its path with forward slashes
 * @property {(path: string, hash: string) => boolean} isTarget whether a path below the base leads to a file, and the hash to an element
 */

/**
 * Reads a built site.
 *
 * @param {string} folder
 * @returns {BuiltSite}
 */
export function readSite(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
  const pages = new Map(
    paths.toSorted().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  );
  const anchors = new Map(Array.from(pages, ([page, html]) => [page, anchorsOf(html)]));
  const isTarget = (/** @type {string} */ encoded, /** @type {string} */ hash) => {
    const path = decodeURIComponent(encoded);
    const file = [path, `${path}.html`, `${path}index.html`].find((name) => anchors.has(name));
    if (file === undefined) return existsSync(join(folder, path)) && !path.endsWith('/');
    return hash === '' || anchors.get(file)?.has(decodeURIComponent(hash.slice(1))) === true;
  };
  return { pages, isTarget };
}

/**
 * Returns the links of a built site that lead to no file, or to no element with their anchor. It does not follow links to other sites.
 *
 * @param {BuiltSite} site
 * @param {string} base path of the site on its server, such as `/x/`
 * @returns {string[]} such as `guides/filters.html: /x/start#nowhere`
 */
export function findBrokenLinks({ pages, isTarget }, base) {
  return [...pages].flatMap(([page, html]) => {
    const links = new Set(
      Array.from(html.matchAll(/<a\s[^>]*?href="([^"]+)"/g), ([, href = '']) => unescapeHtml(href)),
    );
    const isBroken = (/** @type {string} */ href) => {
      const { origin, pathname, hash } = new URL(href, `http://site${base}${page}`);
      if (origin !== 'http://site') return false;
      return !pathname.startsWith(base) || !isTarget(pathname.slice(base.length), hash);
    };
    return [...links].filter(isBroken).map((href) => `${page}: ${href}`);
  });
}

/**
 * Returns the links in Markdown files of the repository to pages of the published site that the built site does not have.
 *
 * @param {BuiltSite} site
 * @param {{ root: string, url: string }} options `url` of the published site, ending with a slash
 * @returns {string[]} such as `packages/embed/README.md:12: https://x.github.io/x/guides/none`
 */
export function findBrokenReferences({ isTarget }, { root, url }) {
  return listMarkdown(root).flatMap((file) =>
    extractLinks(readFileSync(join(root, file), 'utf8'))
      .filter(({ target }) => target.startsWith(url))
      .filter(({ target }) => {
        const { pathname, hash } = new URL(target);
        return !isTarget(pathname.slice(new URL(url).pathname.length), hash);
      })
      .map(({ target, line }) => `${file}:${line}: ${target}`),
  );
}

/** @param {string} html */
function anchorsOf(html) {
  return new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id = '']) => unescapeHtml(id)));
}

/** @param {string} text */
function unescapeHtml(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
}
