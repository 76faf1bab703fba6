import { type Chunker, InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readFileText } from '../reading/read-file-text.ts';
import { splitIntoPassages, type Passage } from './split-into-passages.ts';

const whole: Chunker = { name: 'whole', split: async (text) => [{ start: 0, end: text.length }] };

/** Returns a chunker that splits a text every `length` characters. */
const every = (length: number): Chunker => ({
  name: `every ${length}`,
  split: async (text) =>
    Array.from({ length: Math.max(1, Math.ceil(text.length / length)) }, (_, index) => ({
      start: index * length,
      end: Math.min(text.length, (index + 1) * length),
    })),
});

const split = async (text: string, chunker = whole, path = 'a.md'): Promise<Passage[]> =>
  splitIntoPassages(await readFileText(path, new TextEncoder().encode(text)), chunker);

const long = `${'Bees collect nectar and carry it home. '.repeat(6).trim()}\n`;

describe('splitIntoPassages', () => {
  it('returns a passage for each section, with its headings and lines', async () => {
    expect(await split(`---\ntitle: On bees\n---\n\n# Bees\r\n\r\n${long}\n## Food\n${long}`)).toEqual([
      { text: `# Bees\n\n${long.trim()}`, headings: ['Bees'], start: 1, end: 242, first: 5, last: 7 },
      { text: `## Food\n${long.trim()}`, headings: ['Bees', 'Food'], start: 244, end: 485, first: 9, last: 10 },
    ]);
  });

  it('splits each long section with the chunker', async () => {
    const passages = await split(`# Bees\n${long}# Ants\n${long}`, every(100));
    expect(passages.map(({ headings, text }) => [headings[0], text.length])).toEqual([
      ['Bees', 100],
      ['Bees', 100],
      ['Bees', 40],
      ['Ants', 100],
      ['Ants', 100],
      ['Ants', 40],
    ]);
  });

  it('joins a heading without text with the next section, whatever its level', async () => {
    const below = await split(`# Bees\n\n## Food\n\n### Kinds\n${long}`);
    expect(below.map(({ headings }) => headings)).toEqual([['Bees', 'Food', 'Kinds']]);
    expect(below[0]!.text).toMatch(/^# Bees\n\n## Food/u);
    const above = await split(`# Bees\n${long}## Later\n# Ants\n${long}`);
    expect(above.map(({ headings }) => headings)).toEqual([['Bees'], ['Ants']]);
    expect(above[1]!.text).toMatch(/^## Later\n# Ants/u);
  });

  it('joins a heading without text at the end with the previous section', async () => {
    const passages = await split(`# Bees\n${long}## Later\n`);
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ headings: ['Bees'], last: 3 });
    expect(passages[0]!.text).toMatch(/## Later$/u);
  });

  it('returns one passage for a file that has only headings', async () => {
    const passages = await split('# A\n## B\n# C\n');
    expect(passages).toEqual([{ text: '# A\n## B\n# C', headings: [], start: 0, end: 13 - 1, first: 1, last: 3 }]);
    expect((await split('# A'))[0]!.headings).toEqual(['A']);
  });

  it('joins tiny neighboring sections under the heading that they share', async () => {
    const passages = await split(
      `# Words\n${long}## Bee\nFlies.\n## Ant\nWalks.\n# Others\n## Fly\nFlies, too.\n${long}`,
    );
    expect(passages.map(({ headings, text }) => [headings.join(' > '), text.split('\n')[0]])).toEqual([
      ['Words', '# Words'],
      ['Words', '## Bee'],
      ['Others > Fly', '# Others'],
    ]);
    expect(passages[1]!.text).toBe('## Bee\nFlies.\n## Ant\nWalks.');
  });

  it('does not join tiny sections below different headings of the same name', async () => {
    const passages = await split('# A\n## x\nOne.\n# A\n## x\nTwo.\n');
    expect(passages.map(({ text }) => text)).toEqual(['# A\n## x\nOne.', '# A\n## x\nTwo.']);
  });

  it('joins tiny sections up to the length of a passage', async () => {
    const passages = await split('# A\nA word or two.\n'.repeat(200));
    for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(1000);
    expect(passages.length).toBeLessThan(10);
  });

  it('splits a text that is too long for tokenizers before it calls the chunker', async () => {
    const seen: number[] = [];
    const counting: Chunker = {
      name: 'counting',
      split: async (text) => {
        seen.push(text.length);
        return [{ start: 0, end: text.length }];
      },
    };
    const passages = await split(`${'word '.repeat(50_000)}${'🐝'.repeat(100_000)}`, counting, 'a.txt');
    expect(Math.max(...seen)).toBeLessThanOrEqual(100_000);
    expect(
      passages
        .map(({ text }) => text)
        .join('')
        .replaceAll(' ', '').length,
    ).toBe(4 * 50_000 + 200_000);
    for (const { text } of passages) expect(text.isWellFormed()).toBe(true);
  });

  it('refuses a value that is not a chunker', async () => {
    await expect(split('a', {} as never)).rejects.toThrow(InvalidArgumentError);
  });
});

describe('splitIntoPassages with random Markdown', () => {
  const lines = fc.array(
    fc.oneof(
      fc.constantFrom(
        '# A',
        '## B',
        '### C',
        '#',
        'D\n---',
        '```',
        '- # E',
        '> q',
        '<!-- # F',
        '-->',
        '',
        '---',
        '+++',
        'title: t',
        '\t',
        '🐝',
      ),
      fc.lorem({ maxCount: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    ),
    { maxLength: 40 },
  );
  const texts = fc
    .tuple(lines, fc.constantFrom('\n', '\r\n', '\r'))
    .map(([list, end]) => list.join('\n').replaceAll('\n', end))
    .filter((text) => /\S/u.test(text.toWellFormed()));
  const lengths = fc.integer({ min: 1, max: 300 });

  it.each(['a.md', 'a.txt'])('returns passages that cover the whole text and name their lines (%s)', async (path) => {
    await fc.assert(
      fc.asyncProperty(texts, lengths, async (raw, length) => {
        const bytes = new TextEncoder().encode(raw);
        const file = await readFileText(path, bytes).catch(() => undefined);
        if (file === undefined) return;
        const fileLines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/u);
        const passages = await splitIntoPassages(file, every(length));
        for (const { text, start, end, first, last } of passages) {
          expect(text).toBe(file.text.slice(start, end));
          expect(text.trim()).toBe(text);
          expect(fileLines.slice(first - 1, last).join('\n')).toContain(text);
        }
        const blank = /\s/gu;
        expect(
          passages
            .map(({ text }) => text)
            .join('')
            .replaceAll(blank, ''),
        ).toBe(file.text.replaceAll(blank, ''));
      }),
    );
  });

  it('assigns each text only to headings above it and makes no passage of a heading alone', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (raw) => {
        const file = await readFileText('a.md', new TextEncoder().encode(raw)).catch(() => undefined);
        if (file === undefined) return;
        const bodies = file.sections.map((section) => ({
          ...section,
          isBare: file.text.slice(section.bodyStart, section.end).trim() === '',
        }));
        for (const { headings, start, end } of await splitIntoPassages(file, whole)) {
          const touched = bodies.filter((section) => section.start < end && section.end > start && !section.isBare);
          for (const section of touched) expect(section.headings.slice(0, headings.length)).toEqual(headings);
          const parents = new Set(touched.map((section) => JSON.stringify(section.headings.slice(0, -1))));
          expect(parents.size).toBeLessThanOrEqual(1);
          if (bodies.some(({ isBare }) => !isBare)) expect(touched.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
