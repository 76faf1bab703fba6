import { describe, expect, it } from 'vitest';
import { barChart } from './chart.mjs';
import { lineChart } from './line-chart.mjs';
import { goalRow, measuredRow } from './rows.mjs';
import { formatNumber, goalTable, measurementTables } from './table.mjs';

const goal = { id: 'goal/a', description: 'speed', unit: 'x', relation: /** @type {const} */ ('>='), limit: 2 };

describe('a goal', () => {
  it.each([
    ['>=', 2, true],
    ['>=', 1.99, false],
    ['<=', 2, true],
    ['<=', 2.01, false],
  ])('%s 2 with the value %d is met: %s', (relation, value, holds) => {
    const row = goalRow({ ...goal, relation: relation === '>=' ? '>=' : '<=', value });
    expect(row).toMatchObject({ value, goal: `${relation} 2`, holds });
  });

  it('without a measurement is neither met nor missed', () => {
    expect(goalRow({ ...goal, value: Number.NaN })).toMatchObject({
      description: 'speed: not measured',
      value: null,
      holds: null,
    });
  });
});

describe('a measured row', () => {
  it('contains the median and the spread', () => {
    const row = measuredRow({ id: 'a/b', description: 'rate', unit: '1/s', values: [4, 1, 3, 2, 5] });
    expect(row).toMatchObject({ value: 3, spread: [2, 4], rounds: 5, goal: null, holds: null });
  });

  it('contains the reason when there is no value', () => {
    const row = measuredRow({ id: 'a/b', description: 'rate', unit: '1/s', values: [], missing: 'no Python' });
    expect(row).toMatchObject({ description: 'rate: no Python', value: null });
  });
});

describe('the tables', () => {
  it('list goals and measurements separately', () => {
    const rows = [
      goalRow({ ...goal, value: 1.5 }),
      measuredRow({ id: 'mixed/us', description: 'mixed lengths; us, 3 texts', unit: 'texts/s', values: [10, 20, 30] }),
      measuredRow({ id: 'mixed/us/peak', description: 'mixed lengths; us, 3 texts: peak', unit: 'MB', values: [300] }),
    ];
    expect(goalTable(rows)).toContain('| speed   |    1.50x | >= 2x | **no** |');
    const tables = measurementTables(rows);
    expect(tables).toContain('### mixed lengths\n');
    expect(tables).toMatch(/\| us, 3 texts \| +20\.0 \| 15\.0 to 25\.0 \| +3 \| +300 \|/);
    expect(tables).not.toContain('speed');
  });

  it.each([
    [1234.5, '1,235'],
    [12.345, '12.3'],
    [0.125, '0.125'],
    [0.99991, '0.9999'],
    [0, '0.00'],
  ])('show %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('the chart', () => {
  it('draws bars in proportion to their values and escapes its texts', () => {
    const bars = [
      { label: 'us', value: 100, note: '100', isOurs: true },
      { label: '<them>', value: 50, note: '50', isOurs: false },
    ];
    const svg = barChart({ title: 'a & b', bars, footer: '"x"' });
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(2, 1);
    expect(svg).toContain('&lt;them>');
    expect(svg).toContain('a &amp; b');
    expect(svg).not.toContain('<them');
  });
});

describe('the line chart', () => {
  it('draws equal factors at equal distances', () => {
    const points = /** @type {[number, number][]} */ ([
      [10, 1],
      [100, 10],
      [1000, 100],
    ]);
    const svg = lineChart({
      title: 'a & b',
      xLabel: 'x',
      yLabel: 'y',
      lines: [{ label: '<us>', points }],
      footer: 'f',
    });
    const places = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [first = [], second = [], third = []] = places;
    for (const axis of [0, 1]) {
      expect((second[axis] ?? 0) - (first[axis] ?? 0)).toBeCloseTo((third[axis] ?? 0) - (second[axis] ?? 0), 0);
    }
    expect(svg).toContain('&lt;us>');
    expect(svg).not.toContain('<us');
  });
});
