import { type Chunker, requireMethods, type TextSpan } from '@x/core';

import type { FileText } from '../reading/file-text.ts';
import { blocksOf } from './blocks.ts';
import { bodyHeadings, placeRange } from './position.ts';

/** A passage to index. */
export interface Passage {
  /** Without blank ends. */
  readonly text: string;
  /** The headings above all of it, from the outermost to the innermost. */
  readonly headings: readonly string[];
  /** In UTF-16 units of the file's text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** The lines or pages that it stands on, from 1. */
  readonly first: number;
  readonly last: number;
}

/**
 * Divides a file into passages: at its headings first, what is then too long for the chunker by the chunker.
 *
 * A passage holds text of one section, or of several tiny ones below one heading. A heading that nothing stands below goes with what
 * follows, at the end of a file with what precedes.
 *
 * @example
 * const file = await readFileText('bees.md', new TextEncoder().encode('# Bees\n\nBees collect nectar.\n'));
 * const [passage] = await dividePassages(file, embedder.chunker({ maxTokens: 200 }));
 * passage; // => { text: '# Bees\n\nBees collect nectar.', headings: ['Bees'], start: 0, end: 28, first: 1, last: 3 }
 */
export async function dividePassages(file: FileText, chunker: Chunker): Promise<Passage[]> {
  requireMethods(chunker, 'chunker', { methods: ['split'], expected: 'a chunker, such as embedder.chunker gives' });
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
