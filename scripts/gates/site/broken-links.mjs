// Checks the links and anchors of a built site.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractLinks, listMarkdown } from '../markdown.mjs';

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
 * Returns the links of a built site that lead to no file, or to no element with their anchor. It does not follow links to other sites.
 *
 * @param {string} folder the built site
 * @param {string} base path of the site on its server, such as `/x/`
 * @returns {string[]} such as `guides/filters.html: /x/start#nowhere`
 */
export function findBrokenLinks(folder, base) {
  const isTarget = targetsOf(folder);
  return listPages(folder).flatMap((page) => {
    const html = readFileSync(join(folder, page), 'utf8');
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
 * @param {string} folder the built site
 * @param {{ root: string, url: string }} options `url` of the published site, ending with a slash
 * @returns {string[]} such as `packages/embed/README.md:12: https://x.github.io/x/guides/none`
 */
export function findBrokenReferences(folder, { root, url }) {
  const isTarget = targetsOf(folder);
  return listMarkdown(root).flatMap((file) =>
    extractLinks(readFileSync(join(root, file), 'utf8'))
      .filter(({ target }) => target.startsWith(url))
      .filter(({ target }) => {
        const [path = '', anchor] = target.slice(url.length).split('#');
        return !isTarget(path, anchor === undefined ? '' : `#${anchor}`);
      })
      .map(({ target, line }) => `${file}:${line}: ${target}`),
  );
}

/**
 * Returns a function that tells whether a path below the site's base leads to a file, and its hash to an element.
 *
 * @param {string} folder the built site
 * @returns {(path: string, hash: string) => boolean}
 */
function targetsOf(folder) {
  /** @type {Map<string, Set<string>>} */
  const anchors = new Map();
  for (const page of listPages(folder)) {
    const html = readFileSync(join(folder, page), 'utf8');
    anchors.set(page, new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id = '']) => unescapeHtml(id))));
  }
  return (encoded, hash) => {
    const path = decodeURIComponent(encoded);
    const file = [path, `${path}.html`, `${path}index.html`].find((name) => anchors.has(name));
    if (file === undefined) return existsSync(join(folder, path)) && !path.endsWith('/');
    return hash === '' || anchors.get(file)?.has(decodeURIComponent(hash.slice(1))) === true;
  };
}

/** @param {string} text */
function unescapeHtml(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
}
