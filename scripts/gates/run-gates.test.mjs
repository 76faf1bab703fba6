import { expect, it } from 'vitest';
import { reportGates, runGates } from './run-gates.mjs';
import { compareSizes } from './size.mjs';

it('runs every gate in order, even after one that fails or throws', async () => {
  /** @type {string[]} */
  const written = [];
  const gates = [
    { name: 'first', check: async () => ({ problems: ['a.ts is wrong:\nrepair it'] }) },
    { name: 'second', check: () => Promise.reject(new Error('no such tool')) },
    { name: 'third', check: async () => ({ problems: [], note: '3 files' }) },
  ];
  const results = await runGates(gates, (text) => written.push(text));
  expect(results.map(({ name, problems }) => [name, problems.length])).toEqual([
    ['first', 1],
    ['second', 1],
    ['third', 0],
  ]);
  expect(written[0]).toBe('\nfirst\n  a.ts is wrong:\n  repair it\n');
  expect(written[1]).toContain('no such tool');
});

it('formats a table of gate, seconds and result', () => {
  const table = reportGates([
    { name: 'lint', seconds: 1.26, problems: [] },
    { name: 'size', seconds: 12, problems: ['a', 'b'], note: '11 packages' },
  ]);
  expect(table.split('\n').slice(1)).toEqual([
    'gate         seconds  result',
    'lint             1.3  ok',
    'size            12.0  FAILED (2)  11 packages',
    '',
  ]);
});

it('reports packages over their budget, without a budget, and budgets without a package', () => {
  const sizes = new Map([
    ['@x/fits', 10],
    ['@x/grew', 10.04],
    ['@x/new', 1],
  ]);
  expect(compareSizes(sizes, { '@x/fits': 10, '@x/grew': 10, '@x/gone': 5 })).toEqual([
    'The tarball of @x/grew is 10.0 kB, over its budget of 10 kB: make it smaller, or raise the budget in scripts/gates/size-budgets.json.',
    'The tarball of @x/new is 1.0 kB and has no budget: add one to scripts/gates/size-budgets.json.',
    'scripts/gates/size-budgets.json has a budget for @x/gone, which is not a published package: remove the budget.',
  ]);
});
