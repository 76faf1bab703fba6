import type { Chunker } from '@x/core';

/** Splits a text into one passage per word; refuses texts that contain `indivisible`. */
export const wordChunker: Chunker = {
  name: 'words',
  split: async (text) => {
    if (text.includes('indivisible')) throw new Error('cannot split that');
    return Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({ start: index, end: index + word.length }));
  },
};
