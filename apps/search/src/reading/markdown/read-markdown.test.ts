import { describe, expect, it } from 'vitest';

import type { FileText } from '../file-text.ts';
import { readMarkdown } from './read-markdown.ts';

const read = (text: string): FileText => readMarkdown({ path: 'a.md', bytes: new TextEncoder().encode(text) });
const headingsOf = (text: string): string[] => read(text).sections.map(({ headings }) => headings.join(' > '));

describe('readMarkdown', () => {
  it('returns a section for each heading, nested by level', () => {
    const text = 'Before.\n\n# Bees #\n\nBuzz.\n\nFood\n----\nNectar.\n### Deep\n# Ants';
    const { sections } = read(text);
    expect(sections.map(({ headings }) => headings)).toEqual([
      [],
      ['Bees'],
      ['Bees', 'Food'],
      ['Bees', 'Food', 'Deep'],
      ['Ants'],
    ]);
    expect(sections.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(sections.map(({ bodyStart, end }) => text.slice(bodyStart, end).trim())).toEqual([
      'Before.',
      'Buzz.',
      'Nectar.',
      '',
      '',
    ]);
  });

  it.each([
    ['a code fence', '```sh\n# no\n```'],
    ['indented code', '    # no'],
    ['a comment', '<!--\n# no\n\n# no\n-->'],
    ['a quote', '> # no'],
    ['a list', '- # no\n\n  # no'],
    ['a paragraph', 'a\n#no'],
  ])('finds no heading in %s', (_, text) => {
    expect(headingsOf(`# yes\n\n${text}\n\n## yes, too`)).toEqual(['yes', 'yes > yes, too']);
  });

  it('returns the rendered text of a heading', () => {
    expect(headingsOf('# Use [*fast* `mode`](#fast) <b>now</b> ![soon](a.png) \\* &amp; {#use}')).toEqual([
      'Use fast mode now soon * &',
    ]);
    expect(headingsOf('Two\nlines\n===')).toEqual(['Two lines']);
    expect(headingsOf(`# ${'long '.repeat(100)}`)[0]).toMatch(/^(?:long ){39}long…$/u);
  });

  it('does not split at a heading without words', () => {
    expect(headingsOf('# a\n\n##\n\nb')).toEqual(['a']);
  });

  it('takes the title from the front matter, else from the first outermost heading', () => {
    expect(read('---\ntitle: "On \\"bees\\""\n---\n# Bees').title).toBe('On "bees"');
    expect(read('## Food\n# Bees\n# Ants').title).toBe('Bees');
    expect(read('Bees.')).not.toHaveProperty('title');
  });

  it.each([
    ["---\ntitle: 'Bees'' food' # why\ntags: [a]\n---\n", "Bees' food"],
    ['---\n# made by hand\ndate: 2020-01-01\ntitle: Bees # not ants\n...\n', 'Bees'],
    ['+++\ntitle = "Bees"\n+++\n', 'Bees'],
    ['---\ntitle: >-\n  Bees\n---\n', undefined],
    ['---\nsubtitle: Bees\n---\n', undefined],
  ])('removes front matter from the text: %j', (frontMatter, title) => {
    const { text, places, ...rest } = read(`${frontMatter}Bees\n`);
    expect(text).toBe('Bees\n');
    expect(rest.title).toBe(title);
    expect(places[0]).toEqual({ start: 0, number: frontMatter.split('\n').length });
  });

  it.each(['---\n\n# Bees\n\n---\nAnts', '---\ntitle: Bees\n\nno end', 'Bees\n---\na: b\n---\n'])(
    'does not treat a horizontal rule as front matter: %j',
    (text) => {
      expect(read(text).text).toBe(text);
    },
  );
});
