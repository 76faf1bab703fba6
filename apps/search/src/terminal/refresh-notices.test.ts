import { PassThrough } from 'node:stream';

import { expect, it } from 'vitest';

import type { RefreshReport } from '../search-index/refresh-index.ts';
import { refreshNotices } from './refresh-notices.ts';

it('prints changes, and warnings only when they differ from those of the refresh before', () => {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const tell = refreshNotices(stderr, '/notes');
  const told = (part: Partial<RefreshReport>): unknown => {
    tell({ files: 2, indexed: 0, removed: 0, passages: 0, leftOut: [], totalMs: 0, ...part });
    return stderr.read();
  };
  const gone = { warnings: ['/notes/a cannot be read.'] };
  expect(told({})).toBeNull();
  expect(told(gone)).toBe('/notes/a cannot be read.\n');
  expect(told(gone)).toBeNull();
  expect(told({})).toBeNull();
  expect(told(gone)).toBe('/notes/a cannot be read.\n');
  expect(told({ ...gone, removed: 1 })).toMatch(/^Indexed 0 files .*removed 1 file.*\n\/notes\/a cannot be read\.\n$/);
});
