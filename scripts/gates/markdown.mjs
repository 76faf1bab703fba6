// Extracts the parts of a Markdown file that the documentation gates check.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ language: string, info: string, line: number, code: string }} Fence `line` is the 1-based line of the first line of code
 * @typedef {{ target: string, line: number }} Link
 */

/**
 * Returns all files of the repository whose path matches, relative to the root. Skips installed packages, build output and fixtures.
 *
 * @param {string} root
 * @param {RegExp} pattern
 * @param {string} [folder]
 * @returns {string[]}
 */
export function listFiles(root, pattern, folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || path === GENERATED ? [] : listFiles(root, pattern, path);
    return pattern.test(path) ? [path] : [];
  });
}

/**
 * Returns all Markdown files of the repository, relative to the root.
 *
 * @param {string} root
 */
export function listMarkdown(root) {
  return listFiles(root, /\.md$/);
}

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', '__fixtures__']);
const GENERATED = 'docs/api';

/**
 * Returns the fenced code blocks of a file.
 *
 * @param {string} markdown
 * @returns {Fence[]}
 * @example
 * extractFences('text\n```ts no-check\nlet a;\n```\n'); // => [{ language: 'ts', info: 'no-check', line: 3, code: 'let a;\n' }]
 */
export function extractFences(markdown) {
  return splitBlocks(markdown).fences;
}

/**
 * Returns the links and images of a file, except those in code.
 *
 * @param {string} markdown
 * @returns {Link[]}
 */
export function extractLinks(markdown) {
  return splitBlocks(markdown).prose.flatMap((text, index) => {
    const withoutCode = text.replaceAll(/(`+)[^`].*?\1/g, '');
    const inline = [...withoutCode.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)/g)];
    const definitions = [...withoutCode.matchAll(/^\s*\[[^\]]+\]:\s+<?([^\s>]+)/g)];
    return [...inline, ...definitions].map((match) => ({ target: match[1] ?? '', line: index + 1 }));
  });
}

/**
 * Returns the anchors of a file: GitHub's slug of each heading, and each explicit `id` or `name`.
 *
 * @param {string} markdown
 * @returns {Set<string>}
 */
export function extractAnchors(markdown) {
  const anchors = new Set();
  for (const text of splitBlocks(markdown).prose) {
    for (const match of text.matchAll(/<\w+[^>]*\s(?:id|name)="([^"]+)"/g)) anchors.add(match[1]);
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(text)?.[1];
    if (heading === undefined) continue;
    const slug = slugify(heading);
    let unique = slug;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${slug}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Returns GitHub's anchor of a heading. @param {string} heading */
export function slugify(heading) {
  const text = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/<[^>]+>/g, '');
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Separates fences from prose. The prose has one entry per line, empty for lines of code, so that its indexes match line numbers.
 *
 * @param {string} markdown
 */
function splitBlocks(markdown) {
  /** @type {Fence[]} */
  const fences = [];
  /** @type {string[]} */
  const prose = [];
  let closing = '';
  let indent = 0;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const opening = closing === '' ? /^(\s*)(`{3,}|~{3,})\s*([\w+-]*)\s*(.*)$/.exec(text) : null;
    prose.push(closing === '' && opening === null ? text : '');
    if (opening !== null) {
      const [, space = '', marks = '', language = '', info = ''] = opening;
      closing = marks;
      indent = space.length;
      fences.push({ language, info: info.trim(), line: index + 2, code: '' });
    } else if (closing !== '' && text.trim().startsWith(closing) && /^(.)\1*$/.test(text.trim())) {
      closing = '';
    } else if (closing !== '') {
      const fence = fences.at(-1);
      if (fence !== undefined) fence.code += `${text.slice(Math.min(indent, text.search(/\S|$/)))}\n`;
    }
  }
  return { fences, prose };
}
