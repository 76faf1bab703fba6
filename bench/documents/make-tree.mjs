// Writes a folder of documents with random words and exact lengths.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniform } from '../texts/lengths.mjs';
import { makeTexts } from '../texts/make-texts.mjs';

/** Number of sections in a file. Each section becomes a passage. */
const SECTIONS = 5;
/** Tokens of a section: fewer than a passage can contain, so that its headings also fit. */
const TOKENS = 150;
const FILES_PER_FOLDER = 50;

/**
 * Writes `count` files below `folder`, alternately Markdown with a heading over each section and plain text.
 *
 * @param {string} folder
 * @param {{ words: readonly { word: string, tokens: number }[], count: number }} options
 */
export function makeTree(folder, { words, count }) {
  const texts = makeTexts({ words, seed: 3, count: count * SECTIONS, length: uniform(TOKENS) });
  for (let file = 0; file < count; file++) {
    const sections = texts.slice(file * SECTIONS, (file + 1) * SECTIONS).map(({ text }) => text);
    const isMarkdown = file % 2 === 0;
    const content = isMarkdown ? markdown(sections, file) : `${sections.join('\n\n')}\n`;
    const within = join(folder, `part-${Math.floor(file / FILES_PER_FOLDER)}`);
    mkdirSync(within, { recursive: true });
    writeFileSync(join(within, `${file}.${isMarkdown ? 'md' : 'txt'}`), content);
  }
}

/**
 * Returns `count` queries of 12 tokens.
 *
 * @param {{ words: readonly { word: string, tokens: number }[], count: number }} options
 */
export function makeQueries({ words, count }) {
  return makeTexts({ words, seed: 5, count, length: uniform(12) }).map(({ text }) => text);
}

/** @param {readonly string[]} sections @param {number} file */
function markdown(sections, file) {
  return `# Document ${file}\n\n${sections.map((text, index) => `## Section ${index}\n\n${text}\n`).join('\n')}`;
}
