// Checks that every relative link in every Markdown file leads to an existing file and heading.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { extractAnchors, extractLinks, listMarkdown } from './markdown.mjs';

/**
 * Checks relative links and anchors. It skips URLs with a scheme, so that the gate needs no network.
 *
 * @param {string} root
 * @returns {import('./run-gates.mjs').GateResult}
 */
export function checkLinks(root) {
  const files = listMarkdown(root);
  let count = 0;
  const problems = files.flatMap((file) => {
    const links = extractLinks(readFileSync(join(root, file), 'utf8')).filter(
      ({ target }) => !/^[a-z][\w+.-]*:|^\/\//i.test(target),
    );
    count += links.length;
    return links.flatMap(({ target, line }) => {
      const reason = whyBroken(root, file, target);
      return reason === undefined ? [] : [`${file}:${line}: ${target}: ${reason}: correct the link.`];
    });
  });
  return { problems, note: `${count} relative links in ${files.length} files` };
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} target
 * @returns {string | undefined}
 */
function whyBroken(root, file, target) {
  const [path = '', anchor = ''] = decodeURI(target).split('#');
  const start = path.startsWith('/') ? root : join(root, dirname(file));
  const resolved = path === '' ? join(root, file) : join(start, path);
  const inside = relative(root, resolved);
  if (inside === '..' || inside.startsWith(`..${sep}`)) return 'the path is outside the repository';
  if (!existsSync(resolved)) return 'the file does not exist';
  if (anchor === '' || !resolved.endsWith('.md') || statSync(resolved).isDirectory()) return undefined;
  return extractAnchors(readFileSync(resolved, 'utf8')).has(anchor)
    ? undefined
    : `the file has no heading "#${anchor}"`;
}
