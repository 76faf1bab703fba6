import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import { expect, it } from 'vitest';

const PAGE = new URL('../../dist/page/', import.meta.url);

it('the page has at most 120 kB compressed with gzip and loads nothing from other servers', async () => {
  const entries = await readdir(PAGE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(`${parentPath}/${name}`)));
  const packed = contents.map((content) => gzipSync(content).length);
  expect(packed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(120_000);
  const markup = contents.filter((_, index) => /\.(html|css)$/.test(files[index]?.name ?? '')).join('\n');
  expect(markup).toContain('figtree');
  expect(markup).not.toMatch(
    /(src|href)="(https?:)?\/\/|url\((["']?)(https?:|data:|\/\/)|<style|<script(?![^>]* src=)/,
  );
});
