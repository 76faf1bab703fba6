import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { makePdf, type PdfPage } from '../__fixtures__/make-pdf.ts';
import type { FileText } from '../file-text.ts';
import { readPdf } from './read-pdf.ts';

const read = (pages: readonly PdfPage[]): Promise<FileText> => readPdf({ path: 'a.pdf', bytes: makePdf(pages) });

describe('readPdf', () => {
  it('reads the pages and the title, and joins hyphenated words', async () => {
    const bytes = readFileSync(new URL('../__fixtures__/bees.pdf', import.meta.url));
    const file = await readPdf({ path: 'bees.pdf', bytes });
    expect(file.title).toBe('On bees');
    expect(file.text).toBe(
      'Bees\n\nBees collect the nectar of every flower that they find in a garden, and carry it home.\n\n' +
        'Ants\n\nAnts farm lice.\n\n',
    );
    expect(file.unit).toBe('page');
    expect(file.places).toEqual([
      { start: 0, number: 1 },
      { start: 94, number: 2 },
    ]);
  });

  it('joins full lines but not short ones, and keeps the hyphen of a name', async () => {
    const lines = [
      'A line that is about as long as the page is wide, Bee-',
      'Line and another full line of words',
      'short',
      'end',
    ];
    expect((await read([{ lines }])).text.trim()).toBe(
      'A line that is about as long as the page is wide, Bee-Line and another full line of words short\nend',
    );
  });

  it('places the heading of a bookmark at its title, else at the start of the page', async () => {
    const { text, sections } = await read([
      { lines: ['Cover', '', 'BEES', '', 'Buzz.'], bookmarks: ['Bees'] },
      { lines: ['Lice (farmed)'], bookmarks: ['Ants'] },
      { lines: ['2.1 Wasps', '', 'Sting.'], bookmarks: ['Wasps'] },
    ]);
    expect(sections.map(({ headings, start, bodyStart }) => [headings, text.slice(start, bodyStart)])).toEqual([
      [[], ''],
      [['Bees'], 'BEES'],
      [['Ants'], ''],
      [['Wasps'], '2.1 Wasps'],
    ]);
    expect(text.slice(sections[2]!.start, sections[2]!.end).trim()).toBe('Lice (farmed)');
  });

  it('counts pages without text', async () => {
    const { text, places } = await read([{ lines: ['a'] }, { lines: [] }, { lines: ['b'] }]);
    expect(places.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(text.slice(places[2]!.start).trim()).toBe('b');
  });

  it('rejects after the time limit and can read the next file', async () => {
    // A million operators that save the graphics state take PDF.js minutes.
    const bytes = makePdf([{ lines: ['Bees'], drawing: 'q '.repeat(1_000_000) }]);
    await expect(readPdf({ path: 'a.pdf', bytes }, { timeoutMs: 1 })).rejects.toMatchObject({ reason: 'too-slow' });
    expect((await read([{ lines: ['Ants'] }])).text.trim()).toBe('Ants');
  });

  it('reads several files concurrently', async () => {
    const files = await Promise.all(['a', 'b', 'c'].map((line) => read([{ lines: [line] }])));
    expect(files.map(({ text }) => text.trim())).toEqual(['a', 'b', 'c']);
  });
});
