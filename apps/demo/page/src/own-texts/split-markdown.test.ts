import { expect, it } from 'vitest';

import { splitMarkdown } from './split-markdown.ts';

it.each([
  ['paragraphs, each with the headings above it', '# A\n## B ##\none\n\ntwo', ['A\nB\none', 'two']],
  ['whole blocks of fenced code', '```sh\n# no heading\n\nls\n```\nafter', ['```sh\n# no heading\n\nls\n```\nafter']],
  ['nested fences', '````\n```\n\n````\n\nnext', ['````\n```\n\n````', 'next']],
  ['paragraphs without the front matter', '---\ntitle: x\n---\ntext', ['text']],
  ['two rules with a text between them', '---\n\nA text.\n\n---\n\nmore', ['---', 'A text.', '---', 'more']],
  ['two rules around a sentence', '---\nOnce: upon.\nThere was\n---\nmore', ['---\nOnce: upon.\nThere was\n---\nmore']],
  ['a heading of blanks in linear time', `# ${' '.repeat(200_000)}a\ntext`, ['a\ntext']],
  ['headings that end with a number sign', '# C#\nA language.', ['C#\nA language.']],
  ['a rule between two paragraphs', 'text\n\n---\n\nmore', ['text', '---', 'more']],
  ['whole lists', '- one\n- two\n\nend', ['- one\n- two', 'end']],
  ['a heading without text at the end', 'text\n\n# End', ['text', 'End']],
  ['no texts when it is blank', '\n\n', []],
])('splits Markdown into %s', (_, content, paragraphs) => expect(splitMarkdown(content).texts).toEqual(paragraphs));
