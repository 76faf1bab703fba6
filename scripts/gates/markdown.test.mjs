import { describe, expect, it } from 'vitest';
import { extractAnchors, extractFences, extractLinks } from './markdown.mjs';

describe('fences', () => {
  it('are extracted with their language, info words and the number of their first line of code', () => {
    const markdown = '# Title\n\n```ts\nconst a = 1;\n```\n\n```ts no-check\nb\n```\n\n```sh\nls\n```\n';
    expect(extractFences(markdown)).toEqual([
      { language: 'ts', info: '', line: 4, code: 'const a = 1;\n' },
      { language: 'ts', info: 'no-check', line: 8, code: 'b\n' },
      { language: 'sh', info: '', line: 12, code: 'ls\n' },
    ]);
  });

  it('lose the indentation of the surrounding list', () => {
    const [fence] = extractFences('1. First:\n\n   ```ts\n   if (a) {\n     b();\n   }\n   ```\n');
    expect(fence?.code).toBe('if (a) {\n  b();\n}\n');
  });

  it('may contain shorter fences', () => {
    const fences = extractFences('````md\n```ts\na\n```\n````\n```ts\nb\n```');
    expect(fences.map(({ language, code }) => [language, code])).toEqual([
      ['md', '```ts\na\n```\n'],
      ['ts', 'b\n'],
    ]);
  });

  it('may use tildes and Windows line ends, and may lack the closing line', () => {
    const fences = extractFences('~~~ts\r\na\r\n~~~\r\n```ts\r\nb\r\n');
    expect(fences.map(({ code }) => code)).toEqual(['a\n', 'b\n\n']);
  });
});

describe('links', () => {
  it('are extracted with their lines: inline, image, definition, angle brackets, title', () => {
    const markdown = '[a](a.md)\n![b](b.png "title")\n[c]: c.md#part\n[d](<d.md>) and [e](e.md)\n';
    expect(extractLinks(markdown)).toEqual([
      { target: 'a.md', line: 1 },
      { target: 'b.png', line: 2 },
      { target: 'c.md#part', line: 3 },
      { target: 'd.md', line: 4 },
      { target: 'e.md', line: 4 },
    ]);
  });

  it('in code are skipped', () => {
    expect(extractLinks('`[a](a.md)`\n``x ` [b](b.md)``\n```md\n[c](c.md)\n```\n')).toEqual([]);
  });

  it('whose text is code are extracted', () => {
    expect(extractLinks('[`embed`](embed.md)')).toEqual([{ target: 'embed.md', line: 1 }]);
  });
});

describe('anchors', () => {
  it.each([
    ['## Install', 'install'],
    ['### `embed(documents, options)`', 'embeddocuments-options'],
    ['# What it is — and what not', 'what-it-is--and-what-not'],
    ['## topK, snake_case & kebab-case', 'topk-snake_case--kebab-case'],
    ['## [Linked](a.md) heading ##', 'linked-heading'],
    ['## Überblick', 'überblick'],
    ['<a id="explicit"></a>', 'explicit'],
  ])('of %s is #%s', (markdown, anchor) => {
    expect([...extractAnchors(markdown)]).toEqual([anchor]);
  });

  it('are numbered when headings repeat', () => {
    expect([...extractAnchors('# A\n# A\n# A\n')]).toEqual(['a', 'a-1', 'a-2']);
  });

  it('are not made from comments in code', () => {
    expect([...extractAnchors('```sh\n# not a heading\n```\n')]).toEqual([]);
  });
});
