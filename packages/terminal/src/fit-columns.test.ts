import { describe, expect, it } from 'vitest';

import { columnsOf, wrap } from './fit-columns.ts';

const stream = (isTTY: boolean, columns?: number): NodeJS.WriteStream => ({ isTTY, columns }) as NodeJS.WriteStream;

describe('columnsOf', () => {
  it('returns the terminal width, and undefined for a file', () => {
    expect(columnsOf(stream(true, 80), {})).toBe(80);
    expect(columnsOf(stream(true, 0), {})).toBeUndefined();
    expect(columnsOf(stream(false), {})).toBeUndefined();
  });

  it('returns COLUMNS when it is a valid width', () => {
    expect(columnsOf(stream(true, 80), { COLUMNS: '40' })).toBe(40);
    expect(columnsOf(stream(false), { COLUMNS: '40' })).toBe(40);
    for (const COLUMNS of ['', '0', '-1', '1.5', 'wide']) expect(columnsOf(stream(true, 80), { COLUMNS })).toBe(80);
  });
});

describe('wrap', () => {
  it('breaks between words, and within a word only when it is longer than a line', () => {
    expect(wrap('one two three', { columns: 8, indent: 2 })).toBe('one\n  two\n  three');
    expect(wrap('a supercalifragilistic word', { columns: 10 })).toBe('a\nsupercalif\nragilistic\nword');
    expect(wrap('see /a/long/path', { columns: 6, breakWords: false })).toBe('see\n/a/long/path');
    expect(wrap('load 12.5 ms', { columns: 10 })).toBe('load\n12.5 ms');
  });
});
