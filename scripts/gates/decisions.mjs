// Checks that the table of docs/decisions/README.md lists every decision page, and that another file links to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './markdown.mjs';

const FOLDER = 'docs/decisions';

/**
 * Checks that the table of decisions lists each page, and that a document or a comment outside docs/decisions names it.
 *
 * @param {string} root
 * @returns {import('./run-gates.mjs').GateResult}
 */
export function checkDecisions(root) {
  if (!existsSync(join(root, FOLDER))) return { problems: [], note: '0 decisions' };
  const pages = readdirSync(join(root, FOLDER)).filter((file) => /^\d{4}-.*\.md$/.test(file));
  const table = readFileSync(join(root, FOLDER, 'README.md'), 'utf8');
  const texts = listFiles(root, /\.(?:md|ts|tsx|mjs|json|yaml|py)$/)
    .filter((file) => !file.startsWith(`${FOLDER}/`) && !file.startsWith('.changeset/'))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  const problems = pages.flatMap((page) => {
    const unlisted = table.includes(`(${page})`) ? [] : [`${FOLDER}/README.md does not list ${page}: add a row.`];
    const isNamed = texts.some((text) => text.includes(page));
    return isNamed
      ? unlisted
      : [...unlisted, `No other file names ${FOLDER}/${page}: link to it from the text or comment that it explains.`];
  });
  return { problems, note: `${pages.length} decisions` };
}
