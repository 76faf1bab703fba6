import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TextFormat } from './text-format.ts';
import { understandTexts } from './understand-texts.ts';

function understandPasted(content: string): ReturnType<typeof understandTexts> {
  return understandTexts({ fileName: '', content });
}

describe('understandTexts with pasted texts', () => {
  it.each([
    ['lines', 'One, two.\r\n\r\n  Three, four, five. \rSix', ['One, two.', 'Three, four, five.', 'Six']],
    ['lines', '\uFEFFFirst\nSecond', ['First', 'Second']],
    ['lines', 'Well, hello.\nAlso, this one.\nAnd, too, that.', ['Well, hello.', 'Also, this one.', 'And, too, that.']],
    ['lines', '[sic] is not JSON', ['[sic] is not JSON']],
    [
      'csv',
      'title,plot\nHeat,"A thief, a cop"\nKubo,"A ""young"" boy\nin Japan"',
      ['A thief, a cop', 'A "young" boy\nin Japan'],
    ],
    ['csv', 'id\tnote\n1\tshort\n2\tlonger than the other', ['short', 'longer than the other']],
    ['json', '["One", "", "Two"]', ['One', 'Two']],
    ['json', '[{"id": 1, "body": "One"}, {"id": 2, "body": "Two"}, {"id": 3}]', ['One', 'Two']],
    ['json', '{"text": "One"}\n\n{"text": "Two"}', ['One', 'Two']],
    ['json', '\uFEFF{"text": "One\u2028and"}\r\n{"text": "Two"}', ['One\u2028and', 'Two']],
    ['json', '["One", {"text": "Two", "id": 2}, "Three", 4]', ['One', 'Two', 'Three']],
    ['lines', 'Well, hello\nAlso, this', ['Well, hello', 'Also, this']],
    ['lines', 'Hello,you\nAnd,me', ['Hello,you', 'And,me']],
    ['lines', 'Well, hello\nAlso, this\nThen, that', ['Well, hello', 'Also, this', 'Then, that']],
    ['lines', 'One\u2028# Two', ['One\u2028# Two']],
    ['csv', ',text\n0,One text\n1,Another text', ['One text', 'Another text']],
    ['json', '{"version": 1, "films": [{"plot": "One"}]}', ['One']],
    ['markdown', '# Tea\n\nGreen.\n\nBlack.\n\n## Coffee\nStrong.', ['Tea\nGreen.', 'Black.', 'Coffee\nStrong.']],
  ])('detects the format %s: %j', (format, content, texts) => {
    expect(understandPasted(content)).toMatchObject({ format, texts });
  });

  it('returns no texts for a blank source', () => {
    expect(understandPasted(' \n\t\n')).toEqual({ format: 'lines', texts: [], leftOut: [] });
  });

  it('returns trimmed texts that are not empty for any source', () => {
    const formats = fc.constantFrom('', 'a.csv', 'a.json', 'a.md', 'a.jsonl');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), formats, (content, fileName) => {
        const { texts } = understandTexts({ fileName, content });
        expect(texts.every((text) => text !== '' && text === text.trim())).toBe(true);
      }),
    );
  });

  it('reads any texts from quoted CSV unchanged', () => {
    const cell = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (texts) => {
        const rows = texts.map((text, index) => `${index},"${text.replaceAll('"', '""')}"`);
        const content = ['id,text', ...rows].join('\n');
        expect(understandTexts({ fileName: 'a.csv', content }).texts).toEqual(texts);
      }),
    );
  });
});

describe('the left-out parts', () => {
  const partsOf = (fileName: string, content: string): [number, string][] =>
    understandTexts({ fileName, content }).leftOut.map(({ thing, reason, pieces }) => [
      pieces.length,
      `${thing} ${reason}: ${pieces.join(' | ')}`,
    ]);

  it('of CSV contain each row with an unquoted comma', () => {
    const content = 'id,text\n1,One\n2,Two, or more\n3,Three,\n';
    expect(understandTexts({ fileName: 'a.csv', content }).texts).toEqual(['One', 'Three']);
    expect(partsOf('a.csv', content)).toEqual([
      [1, 'row with more fields than the 2 columns: put quotation marks around a text with “,” in it: 2,Two, or more'],
      [1, 'line read as column names: id,text'],
      [2, 'field in the other columns, “id”: 1 | 3'],
    ]);
  });

  it('of CSV with one column contain no commas', () => {
    const content = 'text\nOne, or two\nThree, "or" four, or five';
    expect(understandTexts({ fileName: 'a.csv', content }).texts).toEqual(['One, or two', 'Three, "or" four, or five']);
    expect(partsOf('a.csv', content)).toEqual([[1, 'line read as column names: text']]);
  });

  it('of CSV contain the rows without a text', () => {
    expect(partsOf('a.csv', 'id,text\n1,One\n2,\n3')).toContainEqual([2, 'row without a text in “text”: 2 | 3']);
  });

  it('of JSON contain other values and fields outside the list', () => {
    const content = '{"version": 1, "films": ["One", 2, [3], {"plot": "Two", "year": 1995, "none": null}]}';
    expect(partsOf('a.json', content)).toEqual([
      [1, 'field outside the list “films”: version: 1'],
      [2, 'item other than a text or an object: 2 | [3]'],
      [1, 'field without a text: year: 1995'],
    ]);
  });

  it('of JSON contain the fields that a later one with the same name replaces', () => {
    const repeated = [1, 'field whose name occurs again in its object: text: "One"'];
    expect(partsOf('a.json', '[{"text": "One", "text": "Two"}]')).toEqual([repeated]);
    expect(partsOf('a.jsonl', '{"text": "One", "text": "Two"}\n{"text": "Three"}')).toEqual([repeated]);
  });

  it('of CSV contain no rows because the header has another line end', () => {
    const texts = ['One', 'Two'];
    expect(understandTexts({ fileName: 'a.csv', content: 'id,text\r\n1,One\n2,Two\n' }).texts).toEqual(texts);
    expect(understandTexts({ fileName: 'a.csv', content: 'id,text\n1,One\r\n2,Two\r\n' }).texts).toEqual(texts);
  });

  it('of JSON Lines contain the lines that are not JSON', () => {
    const content = '{"text": "One"}\n{"text": \n{"text": "Three"}';
    expect(understandTexts({ fileName: 'a.jsonl', content }).texts).toEqual(['One', 'Three']);
    expect(partsOf('a.jsonl', content)).toEqual([[1, 'line without valid JSON, from line 2 on: {"text": ']]);
  });

  it('of Markdown contain the front matter', () => {
    expect(partsOf('a.md', '---\ntitle: Tea\ntags:\n  - green\n---\nA text.')).toEqual([
      [3, 'line of front matter: title: Tea | tags: |   - green'],
    ]);
  });

  /** Returns the sorted characters of texts without white space and without the syntax of a format. */
  const charactersOf = (texts: readonly string[], syntax: RegExp): string =>
    Array.from(texts.join('').replaceAll(/\s/g, '').replaceAll(syntax, '')).toSorted().join('');
  const prose = fc.string({ unit: fc.constantFrom(...Array.from('aB1é😀-_:#,;|\t "\n\r\u2028.')) });
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    prose,
    fc.array(prose).map((lines) => lines.join('\n')),
  );

  it.each<[TextFormat, RegExp]>([
    ['lines', /(?!)/g],
    ['markdown', /#/g],
    // Papa Parse also detects two control characters as delimiters.
    ['csv', /[",;|]|\p{Cc}/gu],
  ])('of any %s contain every character that no text contains', (format, syntax) => {
    const property = fc.property(anyText, (content) => {
      const { texts, leftOut } = understandTexts({ fileName: '', content, format });
      fc.pre(!content.includes('\0'));
      const found = [...texts, ...leftOut.flatMap(({ pieces }) => pieces)].map((text) => text.replaceAll(' · ', ''));
      expect(charactersOf(found, syntax)).toBe(charactersOf([content], syntax));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('of any JSON contain every value that no text contains', () => {
    const value = fc.oneof(fc.stringMatching(/^[a-z ]{0,8}$/), fc.integer(), fc.constant(null));
    const item = fc.oneof(value, fc.dictionary(fc.constantFrom('ID', 'TEXT', 'NOTE'), value), fc.array(value));
    const list = fc.array(item, { minLength: 1 });
    const property = fc.property(
      fc.oneof(list, fc.record({ LIST: list, BESIDE: item })),
      fc.boolean(),
      (content, isLines) => {
        const written =
          isLines && Array.isArray(content)
            ? content.map((part) => JSON.stringify(part)).join('\n')
            : JSON.stringify(content);
        const { texts, leftOut, problem } = understandTexts({ fileName: 'a.json', content: written });
        fc.pre(problem === undefined);
        // The names of fields are in capitals, and `null` values are ignored.
        const syntax = /null|[^a-z\d]/g;
        const found = [...texts, ...leftOut.flatMap(({ pieces }) => pieces)];
        expect(charactersOf(found, syntax)).toBe(charactersOf([written], syntax));
      },
    );
    fc.assert(property, { numRuns: 1000 });
  });
});

describe('understandTexts with files', () => {
  it('uses the format of the file extension', () => {
    const content = '# not a heading here\nplain';
    expect(understandTexts({ fileName: 'a.MD', content }).format).toBe('markdown');
    expect(understandTexts({ fileName: 'a.csv', content: 'alone\nand below' }).texts).toEqual(['and below']);
  });

  it('numbers the columns of a table without a header', () => {
    const { texts, columns } = understandTexts({ fileName: 'a.csv', content: '1,A long sentence.\n2,Another one.' });
    expect(columns).toEqual({ names: ['Column 1', 'Column 2'], chosen: 1 });
    expect(texts).toEqual(['A long sentence.', 'Another one.']);
  });

  it('takes the texts from the chosen column', () => {
    const content = 'title,text\nHeat,A thief\nKubo,A boy';
    expect(understandTexts({ fileName: 'a.csv', content, column: 0 }).texts).toEqual(['Heat', 'Kubo']);
  });

  it.each([
    ['a.json', '{"a": ', 'This is not JSON'],
    ['a.json', '[1, 2]', 'neither a list of texts nor a list of objects'],
    ['a.json', '[{"year": 1995}]', 'contain no texts'],
    ['a.csv', 'id,text\n1,"never closed\n2,next', 'quotation mark'],
    ['a.txt', 'PNG\0\0', 'not a text file'],
    ['', 'pasted\0', 'contains a NUL character'],
  ])('describes the problem of %s with %j', (fileName, content, problem) => {
    expect(understandTexts({ fileName, content }).problem).toContain(problem);
  });
});
