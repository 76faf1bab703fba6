import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { strToU8, zipSync } from 'fflate';

import { makeDocx, paragraph } from '../__fixtures__/make-docx.ts';
import type { FileText } from '../file-text.ts';
import { readDocx } from './read-docx.ts';

const read = (body: string): Promise<FileText> => readDocx({ path: 'a.docx', bytes: makeDocx(body) });

describe('readDocx', () => {
  it('reads paragraphs, tables, headings and the title', async () => {
    const bytes = readFileSync(new URL('../__fixtures__/bees.docx', import.meta.url));
    const file = await readDocx({ path: 'bees.docx', bytes });
    expect(file.title).toBe('On bees');
    expect(file.text).toBe('Bees\n\nBees collect nectar.\n\nFood\n\nkind\tfood\nbee\tnectar\nLice & ants\n\n');
    expect(file.sections.map(({ headings }) => headings)).toEqual([['Bees'], ['Bees', 'Food']]);
    expect(file.places[2]).toEqual({ start: 6, number: 3 });
  });

  it('recognizes headings by style name, outline level or base style', async () => {
    const file = await read(
      paragraph('On bees', 'Titel') +
        paragraph('Bees', 'Kapitel') +
        paragraph('Food', 'Absatz') +
        paragraph('Ants', 'berschrift1') +
        paragraph('Lice.', 'unknown'),
    );
    expect(file.title).toBe('On bees');
    expect(file.sections.map(({ headings }) => headings.join(' > '))).toEqual([
      'On bees',
      'On bees > Bees',
      'On bees > Bees > Food',
      'On bees > Ants',
    ]);
  });

  it.each([
    ['deleted text', '<w:del><w:r><w:delText>no</w:delText></w:r></w:del>'],
    ['moved text at its old place', '<w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>'],
    ['field instructions', '<w:r><w:instrText>no</w:instrText></w:r>'],
    ['the fallback of a drawing', '<mc:Fallback><w:r><w:t>no</w:t></w:r></mc:Fallback>'],
    ['the style before a change', '<w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr></w:pPrChange>'],
  ])('skips %s', async (_, xml) => {
    const { text, sections } = await read(`<w:p><w:r><w:t>yes</w:t></w:r>${xml}</w:p>`);
    expect(text).toBe('yes\n\n');
    expect(sections[0]!.headings).toEqual([]);
  });

  it('keeps tabs, line breaks and spaces, and joins runs', async () => {
    const runs =
      '<w:r><w:t>be</w:t></w:r><w:r><w:t xml:space="preserve">es </w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>';
    expect((await read(`<w:p>${runs}</w:p>`)).text).toBe('bees \ta\nb\n\n');
  });

  it('reads a text box as a paragraph of its own', async () => {
    const box = `<w:r><w:txbxContent>${paragraph('box')}</w:txbxContent></w:r>`;
    expect((await read(`<w:p><w:r><w:t>a</w:t></w:r>${box}<w:r><w:t>b</w:t></w:r></w:p>`)).text).toBe(
      'a\n\nbox\n\nb\n\n',
    );
  });

  it('refuses a small file that decompresses to a large one', async () => {
    const bytes = zipSync({ 'word/document.xml': new Uint8Array(32 * 2 ** 20 + 1) }, { level: 1 });
    expect(bytes.length).toBeLessThan(1_000_000);
    await expect(readDocx({ path: 'a.docx', bytes })).rejects.toMatchObject({ reason: 'too-large' });
  });

  it('refuses an archive that is not a Word document', async () => {
    const bytes = zipSync({ 'xl/workbook.xml': strToU8('<a/>') });
    await expect(readDocx({ path: 'a.docx', bytes })).rejects.toMatchObject({ reason: 'damaged' });
  });
});
