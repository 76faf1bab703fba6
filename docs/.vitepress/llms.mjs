// llms.txt and llms-full.txt: the pages of the site for language models, in the form of llmstxt.org.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS, sections, titleOf } from './pages.mjs';

/**
 * Writes an index with one line for each page, and all pages in one file. The API and the decisions are left out of both.
 *
 * @param {string} folder where the site was built
 * @param {{ title: string, description: string, url: string }} site
 */
export function writeLlmsTexts(folder, { title, description, url }) {
  const head = `# ${title}\n\n> ${description}\n`;
  const index = sections.map(({ text, pages }) => {
    const rows = pages.map((page) => `- [${titleOf(page)}](${url}${page}.html): ${firstSentence(page)}`);
    return `\n## ${text}\n\n${rows.join('\n')}\n`;
  });
  const full = sections.flatMap(({ pages }) => pages.map((page) => `\n${read(page).trim()}\n`));
  writeFileSync(join(folder, 'llms.txt'), head + index.join(''));
  writeFileSync(join(folder, 'llms-full.txt'), head + full.join('\n---\n'));
}

/** The first sentence of prose below the title, without links. @param {string} page */
function firstSentence(page) {
  const prose = read(page)
    .replaceAll(/```.*?```/gs, '')
    .split(/\n\n+/)
    .find((block) => /^\w|^`/.test(block));
  const text = (prose ?? titleOf(page)).replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/\s+/g, ' ');
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** @param {string} page */
function read(page) {
  return readFileSync(join(DOCS, `${page}.md`), 'utf8');
}
