import { fitUsage } from '@x/terminal';
import { describe, expect, it } from 'vitest';

import { usage } from './demo-arguments.ts';

describe('the usage', () => {
  it.each([40, 60, 80, 120])('fits %i columns and contains every flag', (columns) => {
    const lines = fitUsage(usage, columns).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    const flags = (text: string): string[] => text.match(/^ {2}-.*?(?= {2}|$)/gm) ?? [];
    expect(flags(lines.join('\n'))).toEqual(flags(usage));
    const words = (text: string): string[] => text.split(/\s+/);
    expect(words(lines.join(' '))).toEqual(expect.arrayContaining(words(usage).filter((word) => word.length < 36)));
  });

  it('is unchanged without a width', () => {
    expect(fitUsage(usage, undefined)).toBe(usage);
  });
});
