import { expect, it } from 'vitest';

import { splitMarkdown } from './split-markdown.ts';

it.each([
  ['paragraphs, each heading with the one below it', '# A\n## B ##\none\n\ntwo', ['A\nB\none', 'two']],
  ['fenced code, whole', '```sh\n# no heading\n\nls\n```\nafter', ['```sh\n# no heading\n\nls\n```\nafter']],
  ['fences in fences', '````\n```\n\n````\n\nnext', ['````\n```\n\n````', 'next']],
  ['no front matter', '---\ntitle: x\n---\ntext', ['text']],
  [
    'two rules with text between them, which are no front matter',
    '---\n\nA text.\n\n---\n\nmore',
    ['---', 'A text.', '---', 'more'],
  ],
  ['two rules around a sentence', '---\nOnce: upon.\nThere was\n---\nmore', ['---\nOnce: upon.\nThere was\n---\nmore']],
  ['headings that end with a sharp', '# C#\nA language.', ['C#\nA language.']],
  ['a rule, which is not front matter', 'text\n\n---\n\nmore', ['text', '---', 'more']],
  ['lists in one piece', '- one\n- two\n\nend', ['- one\n- two', 'end']],
  ['a last heading by itself', 'text\n\n# End', ['text', 'End']],
  ['nothing of nothing', '\n\n', []],
])('divides Markdown into %s', (_, content, paragraphs) => expect(splitMarkdown(content).texts).toEqual(paragraphs));
