import type { TextSpan } from '@x/core';

import type { FileText, Section } from '../reading/file-text.ts';

// A tiny section has about two lines. Joined sections have at most about the length of one passage.
const tinyCharacters = 200;
const joinedCharacters = 1000;

// Tokenizers truncate texts beyond a million characters, and long texts take much memory.
const blockCharacters = 100_000;

interface Block extends TextSpan {
  /** The parent headings of the first section; undefined when the block begins with a section that has only a heading. */
  readonly parent: string | undefined;
  /** The parent headings of the last section. */
  readonly lastParent: string;
}

/**
 * Returns the blocks of a file, each of which is split into passages on its own. A block is a section, several tiny neighboring sections below
 * one heading, or a part of a long section.
 */
export function blocksOf(file: FileText): TextSpan[] {
  return joinTiny(file.text, joinBare(file)).flatMap((block) => cutLong(file.text, block));
}

/** Joins each section that has only a heading with the next section, or at the end of the file with the previous one. */
function joinBare({ text, sections }: FileText): Block[] {
  const blocks: Block[] = [];
  let bareStart: number | undefined;
  for (const section of sections) {
    if (text.slice(section.bodyStart, section.end).trim() === '') {
      bareStart ??= section.start;
      continue;
    }
    const lastParent = parentOf(section);
    const parent = bareStart === undefined ? lastParent : undefined;
    blocks.push({ start: bareStart ?? section.start, end: section.end, parent, lastParent });
    bareStart = undefined;
  }
  if (bareStart === undefined) return blocks;
  const last = blocks.pop() ?? { start: bareStart, parent: undefined, lastParent: '' };
  return [...blocks, { ...last, end: text.length }];
}

function joinTiny(text: string, blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  let isOpen = false;
  for (const block of blocks) {
    const last = joined.at(-1);
    const isTiny = text.slice(block.start, block.end).trim().length <= tinyCharacters;
    const isBeside = isTiny && isOpen && last !== undefined && last.lastParent === block.parent;
    if (isBeside && block.end - last.start <= joinedCharacters) joined[joined.length - 1] = { ...last, end: block.end };
    else joined.push(block);
    isOpen = isTiny;
  }
  return joined;
}

function parentOf({ headings }: Section): string {
  // The text before the first heading has no parent and no neighbors.
  return headings.length === 0 ? '' : JSON.stringify(headings.slice(0, -1));
}

/** Splits a block into parts of at most 100,000 UTF-16 units, at the end of the last paragraph, line or word in their second half if any. */
function cutLong(text: string, { start, end }: TextSpan): TextSpan[] {
  const parts: TextSpan[] = [];
  let from = start;
  while (end - from > blockCharacters) {
    const cut = from + cutLength(text.slice(from, from + blockCharacters));
    parts.push({ start: from, end: cut });
    from = cut;
  }
  return [...parts, { start: from, end }];
}

function cutLength(slice: string): number {
  for (const border of ['\n\n', '\n', ' ']) {
    const found = slice.lastIndexOf(border) + border.length;
    if (found > slice.length / 2) return found;
  }
  return /[\uD800-\uDBFF]$/u.test(slice) ? slice.length - 1 : slice.length;
}
