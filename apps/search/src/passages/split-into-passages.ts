import { type Chunker, requireMethods, type TextSpan } from '@x/core';

import type { FileText } from '../reading/file-text.ts';
import { blocksOf } from './blocks.ts';
import { bodyHeadings, placeRange } from './position.ts';

/** A passage to index. */
export interface Passage {
  /** The text without white space at its ends. */
  readonly text: string;
  /** The headings above the whole passage, from the outermost to the innermost. */
  readonly headings: readonly string[];
  /** The position in the text of the file in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The first and last line or page of the passage, from 1. */
  readonly first: number;
  readonly last: number;
}

/**
 * Splits a file into passages: first at its headings, then with the chunker.
 *
 * A passage contains text of one section, or of several tiny sections below one heading. A heading without text is joined with the next section,
 * or at the end of the file with the previous one.
 *
 * @example
 * const file = await readFileText('bees.md', new TextEncoder().encode('# Bees\n\nBees collect nectar.\n'));
 * const [passage] = await splitIntoPassages(file, embedder.chunker({ maxTokens: 200 }));
 * passage; // => { text: '# Bees\n\nBees collect nectar.', headings: ['Bees'], start: 0, end: 28, first: 1, last: 3 }
 */
export async function splitIntoPassages(file: FileText, chunker: Chunker): Promise<Passage[]> {
  requireMethods(chunker, 'chunker', {
    methods: ['split'],
    expected: 'a chunker, such as the result of embedder.chunker',
  });
  const passages: Passage[] = [];
  for (const block of blocksOf(file)) {
    const spans = await chunker.split(file.text.slice(block.start, block.end));
    for (const { start, end } of spans) {
      const span = trimSpan(file.text, { start: block.start + start, end: block.start + end });
      if (span.end > span.start) passages.push(describePassage(file, span));
    }
  }
  return passages;
}

function describePassage(file: FileText, { start, end }: TextSpan): Passage {
  const headings = bodyHeadings(file, { start, end });
  return { text: file.text.slice(start, end), headings, start, end, ...placeRange(file.places, { start, end }) };
}

function trimSpan(text: string, { start, end }: TextSpan): TextSpan {
  const slice = text.slice(start, end);
  const from = start + slice.length - slice.trimStart().length;
  return { start: from, end: Math.max(from, start + slice.trimEnd().length) };
}
