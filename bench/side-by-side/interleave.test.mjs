import { expect, it } from 'vitest';
import { interleave } from './interleave.mjs';

/** @param {readonly string[]} ids */
function participantsNamed(...ids) {
  return ids.map((id) => ({ contestant: { id } }));
}

/**
 * @param {Record<string, number>} seconds seconds that a run of each participant takes
 * @param {{ maxRounds: number, budgetSeconds: number, deadline?: number, failing?: string }} options
 */
async function runAll(seconds, { failing, ...limits }) {
  let time = 0;
  /** @type {string[]} */
  const order = [];
  const results = await interleave({
    participants: participantsNamed(...Object.keys(seconds)),
    ...limits,
    now: () => time,
    run: async ({ contestant: { id } }) => {
      order.push(id);
      time += (seconds[id] ?? 0) * 1000;
      return id === failing ? undefined : `result of ${id}`;
    },
  });
  return { order: order.join(' '), results };
}

it('runs the participants in turns', async () => {
  const { order, results } = await runAll({ a: 1, b: 1, c: 1 }, { maxRounds: 3, budgetSeconds: 10 });
  expect(order).toBe('a b c a b c a b c');
  expect(results.get('b')).toEqual(['result of b', 'result of b', 'result of b']);
});

it('stops a slow participant at its time budget and continues with the others', async () => {
  const { order } = await runAll({ fast: 1, slow: 4 }, { maxRounds: 4, budgetSeconds: 9 });
  expect(order).toBe('fast slow fast slow fast fast');
});

it('runs every participant once, even one that exceeds the time budget', async () => {
  const { order } = await runAll({ a: 100, b: 1 }, { maxRounds: 2, budgetSeconds: 5 });
  expect(order).toBe('a b b');
});

it('runs only first rounds after the deadline', async () => {
  const { order } = await runAll({ a: 1, b: 1 }, { maxRounds: 3, budgetSeconds: 10, deadline: 2500 });
  expect(order).toBe('a b a');
  const late = await runAll({ a: 1, b: 1 }, { maxRounds: 3, budgetSeconds: 10, deadline: 0 });
  expect(late.order).toBe('a b');
});

it('does not run a participant again after it failed', async () => {
  const { order, results } = await runAll({ a: 1, b: 1 }, { maxRounds: 3, budgetSeconds: 10, failing: 'a' });
  expect(order).toBe('a b b b');
  expect(results.get('a')).toEqual([]);
});
