import { describe, expect, it } from 'vitest';

import { columnsOf, cut, withText, wrap } from './fit-columns.ts';

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
    expect(wrap('Indexing with-words/a-model, bm25', { columns: 18 })).toBe('Indexing\nwith-words/\na-model,\nbm25');
    expect(wrap('https://a.example/bcd/efgh/ijklmno', { columns: 12 })).toBe(
      'https://\na.example/\nbcd/efgh/\nijklmno',
    );
    expect(wrap('load 12.5 ms', { columns: 10 })).toBe('load\n12.5 ms');
  });
});

describe('cut', () => {
  it('counts columns, of which a wide character takes two', () => {
    expect(cut('日本語の文章', 12)).toBe('日本語の文章');
    expect(cut('日本語の文章', 11)).toBe('日本語の文…');
    expect(cut('日本語の文章', 10)).toBe('日本語の…');
  });

  it('divides no character', () => {
    expect(cut(`${'x'.repeat(38)}😀yyyy`, 40)).toBe(`${'x'.repeat(38)}…`);
    expect(cut('👩‍👩‍👧‍👦 family', 4)).toBe('👩‍👩‍👧‍👦 …');
    expect(cut('e\u0301te\u0301', 3)).toBe('e\u0301te\u0301');
  });

  it.each(['x', '日', 'e\u0301', '👩‍👩‍👧‍👦', '日本語の文章。'])(
    'reads no more of a long line of %s than it shows',
    (part) => {
      expect(cut(part.repeat(200_000), 12)).toBe(cut(part.repeat(40), 12));
    },
  );

  it('keeps spaces, and lines that fit', () => {
    expect(cut('  two  words', 7)).toBe('  two …');
    expect(cut('  two  words', 12)).toBe('  two  words');
    expect(cut('  two  words', undefined)).toBe('  two  words');
  });
});

describe('withText', () => {
  it('cuts the text to the columns that are left, or below the numbers', () => {
    expect(withText('1.5  ', 5, '日本語の文章日本語の文章', { columns: 22 })).toBe('1.5  日本語の文章日本…');
    expect(withText('1.5  ', 5, '日本語の文章日本語の文章', { columns: 15 })).toBe('1.5\n    日本語の文…');
    expect(withText('1.5  ', 5, '日本語', { columns: undefined })).toBe('1.5  日本語');
  });
});
