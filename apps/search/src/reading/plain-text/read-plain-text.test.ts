import { describe, expect, it } from 'vitest';

import type { FileText } from '../file-text.ts';
import { readAsciidoc, readRestructuredText } from './read-plain-text.ts';

const fileOf = (lines: readonly string[]): { path: string; bytes: Uint8Array } => ({
  path: 'a',
  bytes: new TextEncoder().encode(lines.join('\n')),
});
const headingsOf = ({ sections }: FileText): string[] => sections.map(({ headings }) => headings.join(' > '));

describe('readRestructuredText', () => {
  it('finds headings by their underline and levels by the order of the signs', () => {
    const lines = [
      '=====',
      ' Top',
      '=====',
      '',
      'Bees',
      '====',
      'Buzz.',
      '',
      'Food',
      '----',
      '',
      'Ants',
      '====',
      'Lice.',
    ];
    const file = readRestructuredText(fileOf(lines));
    expect(headingsOf(file)).toEqual(['Top', 'Top > Bees', 'Top > Bees > Food', 'Top > Ants']);
    expect(file.title).toBe('Top');
    expect(file.sections.map(({ bodyStart, end }) => file.text.slice(bodyStart, end).trim())).toEqual([
      '',
      'Buzz.',
      '',
      'Lice.',
    ]);
  });

  it.each([
    ['a rule', ['a', '', '----', '', 'b']],
    ['a table', ['=====  =====', 'kind   food', '=====  =====']],
    ['a literal block', ['::', '', '  Bees', '  ====']],
    ['a line that is longer than its underline', ['Bees and ants', '====']],
    ['the second line of a paragraph', ['a', 'b', '===']],
  ])('finds no heading in %s', (_, lines) => {
    expect(headingsOf(readRestructuredText(fileOf(lines)))).toEqual(['']);
  });
});

it('uses a line of signs for only one heading', () => {
  const { sections } = readRestructuredText(fileOf(['Bees', '====', 'Ants', '====', 'Lice.']));
  expect(sections).toEqual([{ headings: ['Bees'], start: 0, bodyStart: 10, end: 25 }]);
});

describe('readAsciidoc', () => {
  it('finds headings outside blocks', () => {
    const lines = [
      '= Bees',
      'Buzz.',
      '----',
      '== no',
      '====',
      '----',
      '== Food',
      '|===',
      '= no',
      '|===',
      '=== Nectar',
      '==none',
    ];
    const file = readAsciidoc(fileOf(lines));
    expect(headingsOf(file)).toEqual(['Bees', 'Bees > Food', 'Bees > Food > Nectar']);
    expect(file.title).toBe('Bees');
  });
});
