import { describe, expect, it } from 'vitest';

import { usage } from '../arguments/demo-arguments.ts';
import { columnsOf, wrap } from './fit-columns.ts';
import { fitUsage } from './fit-usage.ts';

const stream = (isTTY: boolean, columns?: number): NodeJS.WriteStream => ({ isTTY, columns }) as NodeJS.WriteStream;

describe('the width of the output', () => {
  it('is that of the terminal, and none for a file', () => {
    expect(columnsOf(stream(true, 80), {})).toBe(80);
    expect(columnsOf(stream(true, 0), {})).toBeUndefined();
    expect(columnsOf(stream(false), {})).toBeUndefined();
  });

  it('is what COLUMNS says, where that is a width', () => {
    expect(columnsOf(stream(true, 80), { COLUMNS: '40' })).toBe(40);
    expect(columnsOf(stream(false), { COLUMNS: '40' })).toBe(40);
    for (const COLUMNS of ['', '0', '-1', '1.5', 'wide']) expect(columnsOf(stream(true, 80), { COLUMNS })).toBe(80);
  });
});

describe('a wrapped text', () => {
  it('breaks between words, and within one only where it is longer than a line', () => {
    expect(wrap('one two three', { columns: 8, indent: 2 })).toBe('one\n  two\n  three');
    expect(wrap('a supercalifragilistic word', { columns: 10 })).toBe('a\nsupercalif\nragilistic\nword');
    expect(wrap('see /a/long/path', { columns: 6, breakWords: false })).toBe('see\n/a/long/path');
    expect(wrap('load 12.5 ms', { columns: 10 })).toBe('load\n12.5 ms');
  });
});

describe('the usage', () => {
  it.each([40, 60, 80, 120])('fits %i columns, and names every flag', (columns) => {
    const lines = fitUsage(usage, columns).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    const flags = (text: string): string[] => text.match(/^ {2}-.*?(?= {2}|$)/gm) ?? [];
    expect(flags(lines.join('\n'))).toEqual(flags(usage));
    const words = (text: string): string[] => text.split(/\s+/);
    expect(words(lines.join(' '))).toEqual(expect.arrayContaining(words(usage).filter((word) => word.length < 36)));
  });

  it('is as it stands where there is no width', () => {
    expect(fitUsage(usage, undefined)).toBe(usage);
  });
});
