import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findBrokenLinks, findBrokenReferences, readSite } from './broken-links.mjs';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'x-site-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} page @param {string} html */
function write(page, html) {
  mkdirSync(dirname(join(folder, page)), { recursive: true });
  writeFileSync(join(folder, page), html);
}

it('accepts pages, folders, files and anchors of the site, and skips links to other sites', () => {
  write('index.html', '<h1 id="top"></h1>');
  write('guides/a.html', '<h2 id="b&amp;c"></h2>');
  write('llms.txt', '');
  write(
    'start.html',
    '<a href="/x/">1</a><a class="link" href="/x/guides/a#b&amp;c">2</a><a href="guides/a.html">3</a><a href="/x/llms.txt">4</a><a href="https://a.example/b#c">5</a>',
  );
  expect(findBrokenLinks(readSite(folder), '/x/')).toEqual([]);
});

it.each(['/x/missing', '/x/guides/a#nowhere', '#nowhere', '/start', '/x/guides/'])('reports %s', (href) => {
  write('guides/a.html', '<h2 id="here"></h2>');
  write('start.html', `<a href="${href}">1</a>`);
  expect(findBrokenLinks(readSite(folder), '/x/')).toEqual([`start.html: ${href}`]);
});

it('reports links of READMEs to pages and anchors that the site lacks', () => {
  const url = 'https://x.example/x/';
  write('site/index.html', '');
  write('site/guides/a.html', '<h2 id="here"></h2>');
  write(
    'packages/one/README.md',
    `[1](${url}) [2](${url}guides/a#here) [3](${url}guides/none)\n[4](${url}guides/a#nowhere) [5](https://y.example/)`,
  );
  expect(findBrokenReferences(readSite(join(folder, 'site')), { root: folder, url })).toEqual([
    `packages/one/README.md:1: ${url}guides/none`,
    `packages/one/README.md:2: ${url}guides/a#nowhere`,
  ]);
});
