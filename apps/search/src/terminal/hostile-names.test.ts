import { expect, it } from 'vitest';

import { formatPassages } from './format-passages.ts';
import { formatReport } from './format-report.ts';

it('prints file names and headings without their terminal control characters', () => {
  const file = 'a\u001B[2J\n.md';
  const passage = { file, folders: [], number: 0, headings: ['\u001B]0;x'], unit: 'line', first: 1, last: 1 } as const;
  const style = { bold: String, dim: String, mark: String } as never;
  const options = { style, columns: undefined, full: true, showPath: String };
  expect(formatPassages([{ ...passage, text: 'Bees.', rank: 1, score: 1 }], options)).toMatch(
    /^1 {2}a·\[2J·\.md:1 {2}·\]0;x\n/,
  );
  const leftOut = [{ path: file, reason: 'binary' }];
  const report = { files: 0, indexed: 0, removed: 0, passages: 0, leftOut, totalMs: 0 };
  expect(formatReport(report, String)).toContain('Skipped 1 file: a·[2J·.md (binary).');
});
