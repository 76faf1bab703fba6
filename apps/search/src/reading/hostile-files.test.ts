import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { makeDocx, paragraph } from './__fixtures__/make-docx.ts';
import { makePdf } from './__fixtures__/make-pdf.ts';
import type { FileText, Section } from './file-text.ts';
import { readFileText } from './read-file-text.ts';
import { UnreadableFileError } from './unreadable-file-error.ts';

const encoder = new TextEncoder();
// A damaged PDF may end the thread of PDF.js, and a new thread takes a while to start.
const runsOf = (path: string): { readonly numRuns: number } => ({ numRuns: path.endsWith('.pdf') ? 25 : 100 });
const fixture = (name: string): Uint8Array => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));

/** Checks the properties of every readable file. */
function expectWhole({ text, title, sections, places }: FileText): void {
  expect(text.trim()).not.toBe('');
  expect(title?.trim()).not.toBe('');
  const ends = sections.map((section) => section.end);
  expect(sections.map((section) => section.start)).toEqual([0, ...ends.slice(0, -1)]);
  expect(ends.at(-1)).toBe(text.length);
  const isWithin = ({ start, bodyStart, end }: Section): boolean =>
    start < end && bodyStart >= start && bodyStart <= end;
  expect(sections.filter((section) => !isWithin(section))).toEqual([]);
  expect(places[0]!.start).toBe(0);
  expect(places.filter(({ start }, index) => index > 0 && start <= places[index - 1]!.start)).toEqual([]);
}

async function expectReadOrRefused(path: string, bytes: Uint8Array): Promise<void> {
  try {
    expectWhole(await readFileText(path, bytes));
  } catch (error) {
    if (!UnreadableFileError.isInstance(error)) throw error;
  }
}

const html = `<!DOCTYPE html><title>On bees</title><h1>Bees</h1><p hidden>no</p><pre>\n a\n</pre>
<table><tr><td>kind<td>food</table><h2>Food &amp; drink</h2><script>no()</script><ul><li>nectar</ul>`;
const markdown =
  '---\ntitle: On bees\n---\n# Bees\n\n```\n# no\n```\n\nFood\n---\n\n- a\n  > # b\n\n<!-- c -->\n[d]: e\n';

const goodFiles: readonly (readonly [string, Uint8Array])[] = [
  ['a.txt', encoder.encode('Bees collect nectar.\r\nAnts farm lice. 🐝')],
  ['a.md', encoder.encode(markdown)],
  ['a.rst', encoder.encode('====\nBees\n====\n\nFood\n----\nNectar.\n')],
  ['a.adoc', encoder.encode('= Bees\n\n----\n= no\n----\n== Food\nNectar.\n')],
  ['a.html', encoder.encode(html)],
  ['a.xhtml', encoder.encode(html)],
  ['a.pdf', makePdf([{ lines: ['Bees', '', 'Buzz.'], bookmarks: ['Bees', 'Buzz'] }, { lines: ['Ants'] }])],
  ['b.pdf', fixture('bees.pdf')],
  ['a.docx', makeDocx(paragraph('Bees', 'Kapitel') + paragraph('Buzz.'))],
  ['b.docx', fixture('bees.docx')],
];

describe('readFileText with random bytes', () => {
  it.each(goodFiles)('reads the valid file %s', async (path, bytes) => {
    expectWhole(await readFileText(path, bytes));
  });

  it.each(goodFiles)('reads or refuses random bytes with the name %s', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), (bytes) => expectReadOrRefused(path, bytes)),
      runsOf(path),
    );
  });

  it.each(goodFiles)('reads or refuses %s with changed, missing or repeated bytes', async (path, bytes) => {
    const position = fc.nat(bytes.length - 1);
    const change = fc.record({
      from: position,
      length: fc.nat(40),
      put: fc.uint8Array({ maxLength: 8 }),
      again: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let changed = Buffer.from(bytes);
        for (const { from, length, put, again } of changes) {
          const cut = changed.subarray(from, from + length);
          changed = Buffer.concat([
            changed.subarray(0, from),
            put,
            again ? Buffer.concat([cut, cut]) : put,
            changed.subarray(from + length),
          ]);
        }
        return expectReadOrRefused(path, changed);
      }),
      runsOf(path),
    );
  });

  it.each(goodFiles)('reads or refuses %s truncated at a random position', async (path, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), (end) => expectReadOrRefused(path, bytes.subarray(0, end))),
      runsOf(path),
    );
  });

  it.each(['a.md', 'a.rst', 'a.adoc'])('reads or refuses random lines as %s', async (path) => {
    const lines = fc.constantFrom(
      'a',
      'bee',
      ' b',
      '',
      '===',
      '====',
      '---',
      '----',
      '= c',
      '## d',
      '> e',
      '- f',
      '```',
      '+++',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { maxLength: 30 }), (list) =>
        expectReadOrRefused(path, encoder.encode(list.join('\n'))),
      ),
    );
  });

  it('reads or refuses random markup', async () => {
    const pieces = fc.constantFrom(
      ...'<h1>|</h1>|<h2>|<pre>|</pre>|\n|<td>|<br>|<title>|</title>|<svg>|</svg>|<p hidden>|<div hidden>|</div>| |a|&lt;|&#10;|&#0;|<!--|-->|<script>|</script>|<table>|<textarea>'.split(
        '|',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), (list) =>
        expectReadOrRefused('a.html', encoder.encode(list.join(''))),
      ),
    );
  });
});

const many = 100_000;
const hostileTexts: readonly (readonly [string, string, string])[] = [
  ['one line of 10 MB', 'a.txt', 'bees '.repeat(2e6)],
  ['one word of 10 MB', 'a.md', 'b'.repeat(1e7)],
  ['10,000 headings', 'a.md', '# a\n\nb\n'.repeat(10_000)],
  ['nested quotes', 'a.md', `${'>'.repeat(many)} a`],
  ['nested lists', 'a.md', `${'- '.repeat(many)}a`],
  ['brackets in a heading', 'a.md', `# ${'['.repeat(many)}`],
  ['emphasis in a heading', 'a.md', `# ${'**a_'.repeat(many)}`],
  ['spaces in a heading', 'a.md', `# a${' '.repeat(many)}b${' #'.repeat(many)}c`],
  ['definitions of links', 'a.md', '[a]: b\n'.repeat(20_000)],
  ['front matter without an end', 'a.md', `---\n${'a: b\n'.repeat(many)}`],
  ['front matter of comments', 'a.md', `---\n${'# \n'.repeat(many)}`],
  ['spaces in front matter', 'a.md', `---\ntitle: a${' '.repeat(many)}b\n---\nc`],
  ['nested tags', 'a.html', `${'<div>'.repeat(many)}a`],
  ['nested drawings', 'a.html', `a${'<svg>'.repeat(many)}`],
  ['headings without an end', 'a.html', '<h1>a'.repeat(20_000)],
  ['one heading around the whole text', 'a.html', `<h1>${'a <i>'.repeat(many)}`],
  ['a tag with many attributes', 'a.html', `<a ${Array.from({ length: many }, (_, index) => `a${index}`).join(' ')}>b`],
  ['end tags without start tags', 'a.html', `a${'</p></pre></h1>'.repeat(many)}`],
  ['many empty lines', 'a.html', `<pre>a${'\n'.repeat(many)}b</pre>`],
];

describe('readFileText with hostile files', () => {
  it.each(hostileTexts)('reads %s (%s)', async (_, path, text) => {
    const bytes = encoder.encode(text);
    const file = await readFileText(path, bytes);
    expect(file.text.length).toBeLessThanOrEqual(text.length);
    expectWhole(file);
  });

  it('reads deeply nested Word documents', async () => {
    const deep = `${'<w:sdt><w:sdtContent>'.repeat(many)}${paragraph('Bees')}`;
    expect((await readFileText('a.docx', makeDocx(deep))).text).toBe('Bees\n\n');
    const tables = `${'<w:tbl><w:tr><w:tc>'.repeat(many)}${paragraph('Bees')}`;
    expect((await readFileText('a.docx', makeDocx(tables))).text.trim()).toBe('Bees');
  });

  it('does not block the event loop while it reads HTML', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    await readFileText('a.html', encoder.encode('<p>Bees</p>'.repeat(many)));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
  });
});
