import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { understandTexts } from './understand-texts.ts';

function understandPasted(content: string): ReturnType<typeof understandTexts> {
  return understandTexts({ fileName: '', content });
}

describe('pasted texts', () => {
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
    ['json', '{"version": 1, "films": [{"plot": "One"}]}', ['One']],
    ['markdown', '# Tea\n\nGreen.\n\nBlack.\n\n## Coffee\nStrong.', ['Tea\nGreen.', 'Black.', 'Coffee\nStrong.']],
  ])('are read as %s: %j', (format, content, texts) => {
    expect(understandPasted(content)).toMatchObject({ format, texts });
  });

  it('are nothing where there is nothing', () => {
    expect(understandPasted(' \n\t\n')).toEqual({ format: 'lines', texts: [] });
  });

  it('are never empty nor padded, and nothing makes it throw', () => {
    const formats = fc.constantFrom('', 'a.csv', 'a.json', 'a.md', 'a.jsonl');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), formats, (content, fileName) => {
        const { texts } = understandTexts({ fileName, content });
        expect(texts.every((text) => text !== '' && text === text.trim())).toBe(true);
      }),
    );
  });

  it('come back from CSV whatever they hold', () => {
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

describe('files', () => {
  it('are read as their name says', () => {
    const content = '# not a heading here\nplain';
    expect(understandTexts({ fileName: 'a.MD', content }).format).toBe('markdown');
    expect(understandTexts({ fileName: 'a.csv', content: 'alone\nand below' }).texts).toEqual(['and below']);
  });

  it('of a table without a header have numbered columns', () => {
    const { texts, columns } = understandTexts({ fileName: 'a.csv', content: '1,A long sentence.\n2,Another one.' });
    expect(columns).toEqual({ names: ['Column 1', 'Column 2'], chosen: 1 });
    expect(texts).toEqual(['A long sentence.', 'Another one.']);
  });

  it('have their texts taken from the column that was chosen', () => {
    const content = 'title,text\nHeat,A thief\nKubo,A boy';
    expect(understandTexts({ fileName: 'a.csv', content, column: 0 }).texts).toEqual(['Heat', 'Kubo']);
  });

  it.each([
    ['a.json', '{"a": ', 'This is not JSON'],
    ['a.jsonl', '{"text": "One"}\n{"text": ', 'line 2'],
    ['a.json', '[1, 2]', 'neither a list of texts nor a list of objects'],
    ['a.json', '[{"year": 1995}]', 'hold no texts'],
    ['a.csv', 'id,text\n1,"never closed\n2,next', 'quotation mark'],
    ['a.txt', 'PNG\0\0', 'not a text file'],
  ])('of %s with %j say what is wrong', (fileName, content, problem) => {
    expect(understandTexts({ fileName, content }).problem).toContain(problem);
  });
});
