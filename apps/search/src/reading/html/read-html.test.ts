import { describe, expect, it } from 'vitest';

import type { FileText } from '../file-text.ts';
import { readHtml } from './read-html.ts';

const read = (html: string, path = 'a.html'): Promise<FileText> =>
  readHtml({ path, bytes: new TextEncoder().encode(html) });
const textOf = async (html: string, path?: string): Promise<string> => (await read(html, path)).text;

describe('readHtml', () => {
  it('breaks lines at block elements, not at inline elements', async () => {
    expect(await textOf('<div>Bees <b>col</b>lect\n  <i>nectar</i>.<p>A<br>B</div>C<ul><li>d<li>e</ul>')).toBe(
      'Bees collect nectar.\n\nA\nB\n\nC\n\nd\ne',
    );
  });

  it('decodes entities and keeps a no-break space', async () => {
    expect(await textOf('a &lt; b &amp;&amp; c&nbsp;&#8364; &notanentity;')).toBe('a < b && c\u00A0€ ¬anentity;');
  });

  it('puts tabs between the cells of a row', async () => {
    const table =
      '<table><caption>Food</caption><tr><th>kind<th>food</tr>\n<tr> <td>bee</td> <td>nectar</td> </tr></table>';
    expect(await textOf(`a${table}b`)).toBe('a\n\nFood\n\nkind\tfood\nbee\tnectar\n\nb');
  });

  it('keeps lines and spaces of preformatted text', async () => {
    expect(await textOf('<p>a</p><pre>\n  if x:\n\n    y  z\n</pre><p>b  c')).toBe('a\n\n  if x:\n\n    y  z\n\nb c');
  });

  it.each([
    '<script>if (a < b) "<p>no</p>"</script>',
    '<style>p > a { }</style>',
    '<template><p>no</p></template>',
    '<noscript>no</noscript>',
    '<svg><title>no</title><text>no</text></svg>',
    '<nav hidden><div>no</div><nav>no</nav>no</nav>',
    '<div style="color: red; display:none">no</div>',
    '<a aria-hidden="true">no</a>',
    '<!-- no -->',
    '<input hidden value="no">',
    '<iframe><p>no</p></iframe>',
  ])('skips invisible content: %s', async (html) => {
    const { text, title } = await read(`<title>Bees</title>yes ${html} <p hidden>and</p><p>no less`);
    expect(text.replaceAll(/\s+/gu, ' ')).toBe('yes and no less');
    expect(title).toBe('Bees');
  });

  it('returns a section for each heading', async () => {
    const { text, sections, title } = await read(
      '<p>Before.</p><h1>Bees</h1>Buzz.<section><h2> On <b>food</b> </h2>Nectar.',
    );
    expect(title).toBe('Bees');
    expect(sections.map(({ headings }) => headings)).toEqual([[], ['Bees'], ['Bees', 'On food']]);
    expect(sections.map(({ start, bodyStart }) => text.slice(start, bodyStart))).toEqual(['', 'Bees', 'On food']);
    expect(sections.map(({ bodyStart, end }) => text.slice(bodyStart, end).trim())).toEqual([
      'Before.',
      'Buzz.',
      'Nectar.',
    ]);
  });

  it('returns a heading on one line, without the sign of a link to itself', async () => {
    const { sections } = await read('<h1>Bees<br>and<p>ants<a href="#bees">¶</a></h1>a');
    expect(sections[0]!.headings).toEqual(['Bees and ants']);
  });

  it('takes the title from the first title element that is not empty', async () => {
    expect((await read('<title> Bees\n &amp; ants </title><h1>Other</h1>')).title).toBe('Bees & ants');
    expect((await read('<title></title><h1>Other</h1>')).title).toBe('Other');
  });

  it('returns the line numbers of the file', async () => {
    const { text, places } = await read('<html>\r\n<p>Bees\r\ncollect\r\n<pre>a\r\nb</pre>');
    expect(text).toBe('Bees collect\n\na\nb');
    expect(places).toEqual([
      { start: 0, number: 2 },
      { start: 5, number: 3 },
      { start: 14, number: 4 },
      { start: 16, number: 5 },
    ]);
  });

  it('reads a file in the encoding that it states', async () => {
    const bytes = Buffer.from(
      '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Z\u00FCrich',
      'latin1',
    );
    expect((await readHtml({ path: 'a.html', bytes })).text).toBe('Zürich');
    const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><p>Z\u00FCrich</p>', 'latin1');
    expect((await readHtml({ path: 'a.xhtml', bytes: xml })).text).toBe('Zürich');
    expect(await textOf('<meta charset="utf-16">Zürich')).toBe('Zürich');
  });

  it('closes self-closing elements of XHTML', async () => {
    const html = '<title/><script src="a.js"/><p>yes</p><div hidden="hidden"/>yes';
    expect(await textOf(html, 'a.xhtml')).toBe('yes\n\nyes');
  });

  it('keeps a surrogate pair or an entity that two writes to the tokenizer share', async () => {
    for (const word of ['🐝', '&amp;', '</b>']) {
      const html = `${'x'.repeat(32_767)}${word}y`;
      expect((await textOf(html)).slice(32_767)).toBe(`${word === '&amp;' ? '&' : word === '🐝' ? word : ''}y`);
    }
  });
});
