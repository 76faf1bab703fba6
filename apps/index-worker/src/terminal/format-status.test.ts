import type { RunStatus } from '@x/index-queue';
import { createStyle } from '@x/terminal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatStatus } from './format-status.ts';

const style = createStyle({ isTTY: false } as NodeJS.WriteStream);
const status: RunStatus = {
  runId: 1764403200000,
  state: 'indexing',
  units: { total: 16_000, done: 10_000, failed: 3 },
  items: { total: 1_024_000, done: 640_000, failed: 192 },
  documents: 640_000,
  indexed: 639_100,
  unchanged: 880,
  superseded: 0,
  rejected: 20,
  passages: 640_000,
  queue: { waiting: 5997, delayed: 0, active: 6, completed: 1000, failed: 3 },
  documentsPerSecond: 148.23,
  remainingMs: 2_590_000,
  workers: [
    { name: 'box-1-812', documents: 426_600, documentsPerSecond: 98.7 },
    { name: 'box-2-90', documents: 213_400, documentsPerSecond: 49.53 },
    { name: 'box-3-77', documents: 0, documentsPerSecond: 0 },
  ],
};

describe('formatStatus', () => {
  it('shows progress, rate and workers', () => {
    expect(formatStatus(status, { name: 'articles', style, columns: undefined }).join('\n')).toBe(
      `articles, run 1764403200000: indexing
━━━━━━━━━━━━━━━━━━━━━━━━━───────────────  62.5 %  10,000 of 16,000 units

documents     640,000  148.2 a second, 43 min left
indexed       639,100
unchanged         880
rejected           20
failed units        3

worker     documents  a second
box-1-812    426,600      98.7
box-2-90     213,400      49.5
box-3-77           0       0.0`,
    );
  });

  it('shows the removed documents and no rate when the run is finished', () => {
    const report = { ...status, units: 16_000, items: 1_024_000, failedUnits: 3, removed: 12 };
    const lines = formatStatus(
      { ...status, state: 'finished', report },
      { name: 'articles', style, columns: undefined },
    );
    expect(lines).toContain('removed            12');
    expect(lines.join('\n')).not.toContain('left');
  });

  it('fits any terminal, shows 100 % only at the end, and escapes control characters in names', () => {
    const counts = fc
      .nat({ max: 1_000_000 })
      .chain((total) => fc.record({ total: fc.constant(total), done: fc.nat({ max: total }) }));
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 200 }), fc.string(), ({ total, done }, columns, name) => {
        const units = { total, done, failed: 0 };
        const workers = [{ name: `${name}\u001B[2J`, documents: done, documentsPerSecond: 1 }];
        const lines = formatStatus({ ...status, units, workers }, { name, style, columns });
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        const whole = formatStatus({ ...status, units, workers }, { name, style, columns: undefined });
        expect(whole.join('').includes('100.0 %')).toBe(done === total && total > 0);
        // oxlint-disable-next-line no-control-regex -- the test looks for control characters
        expect(whole.join('')).not.toMatch(/[\u0000-\u001F]/);
      }),
    );
  });
});
