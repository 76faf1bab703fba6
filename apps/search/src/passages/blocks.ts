import type { TextSpan } from '@x/core';

import type { FileText, Section } from '../reading/file-text.ts';

// Two lines or so, and what is then about one passage of a small model.
const tinyCharacters = 200;
const joinedCharacters = 1000;

// Tokenizers cut what is beyond a million characters, and take memory for what is not.
const blockCharacters = 100_000;

interface Block extends TextSpan {
  /** The heading that its first section is below; undefined when a heading of any level stands before that. */
  readonly parent: string | undefined;
  /** The heading that its last section is below. */
  readonly lastParent: string;
}

/** What is divided into passages on its own: the sections of a file, but tiny neighbours below one heading together, and long ones in parts. */
export function blocksOf(file: FileText): TextSpan[] {
  return joinTiny(file.text, joinBare(file)).flatMap((block) => cutLong(file.text, block));
}

/** A section without text goes with the next one. */
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
  // What stands before the first heading is below nothing, and beside nothing.
  return headings.length === 0 ? '' : JSON.stringify(headings.slice(0, -1));
}

/** Parts of at most 100,000 UTF-16 units, cut at the last paragraph, line or word of their second half where there is one. */
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
