import { expect, it } from 'vitest';
import { reportGates, runGates } from './run-gates.mjs';
import { compareSizes } from './size.mjs';

it('runs every gate, even after one that fails or throws, and returns the results in order', async () => {
  /** @type {string[]} */
  const written = [];
  const gates = [
    { name: 'first', check: async () => ({ problems: ['a.ts is wrong:\nrepair it'] }) },
    { name: 'second', check: () => Promise.reject(new Error('no such tool')) },
    { name: 'third', check: async () => ({ problems: [], note: '3 files' }) },
  ];
  const results = await runGates(gates, { write: (text) => written.push(text) });
  expect(results.map(({ name, problems }) => [name, problems.length])).toEqual([
    ['first', 1],
    ['second', 1],
    ['third', 0],
  ]);
  expect(written[0]).toBe('\nfirst\n  a.ts is wrong:\n  repair it\n');
  expect(written[1]).toContain('no such tool');
});

it('runs at most as many gates at the same time as allowed', async () => {
  let [running, most] = [0, 0];
  const gates = Array.from({ length: 7 }, (_, index) => ({
    name: `gate ${index}`,
    check: async () => {
      most = Math.max(most, ++running);
      // The first gate ends last of the first three.
      for (let turn = index === 0 ? 5 : 1; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { problems: [] };
    },
  }));
  const results = await runGates(gates, { concurrency: 3 });
  expect(results.map(({ name }) => name)).toEqual(gates.map(({ name }) => name));
  expect(most).toBe(3);
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
