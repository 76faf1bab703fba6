// Relative links as GitHub follows them, made to work on the site.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { DOCS } from './pages.mjs';

const SCHEME = /^(?:[a-z][\w+.-]*:|\/\/|#)/i;

/**
 * A markdown-it plugin: links to files outside docs/ lead to the repository, links to a folder or a README to its page.
 *
 * @param {import('vitepress').MarkdownRenderer} md
 * @param {string} repository such as `https://github.com/x/x`
 */
export function followRepositoryLinks(md, repository) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href !== null && !SCHEME.test(href))
        token.attrSet('href', siteLink(href, env.realPath ?? env.path, repository));
    }
  });
}

/**
 * @param {string} href
 * @param {string} file the page that contains the link
 * @param {string} repository
 * @returns {string}
 */
function siteLink(href, file, repository) {
  const [path = '', anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const root = dirname(DOCS);
  const target = path.startsWith('/') ? join(root, path) : resolve(dirname(file), decodeURI(path));
  const isFolder = existsSync(target) && statSync(target).isDirectory();
  const page = isFolder ? join(target, 'README.md') : target;
  const inDocs = relative(DOCS, page).replaceAll('\\', '/');
  const isPage = !/^\.\.?|^node_modules/.test(inDocs) && inDocs.endsWith('.md') && (!isFolder || existsSync(page));
  if (isPage) return `/${inDocs.replace(/README\.md$/, 'index.md')}${hash}`;
  if (/\.(?:svg|png)$/.test(path) && !inDocs.startsWith('..')) return href;
  return `${repository}/${isFolder ? 'tree' : 'blob'}/main/${posix.normalize(relative(root, target).replaceAll('\\', '/'))}${hash}`;
}
