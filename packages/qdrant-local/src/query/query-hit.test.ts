import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { slotsOf } from './query-hit.ts';

test('the slots of very many hits are collected in many steps, each slot once', () => {
  const hits = Array.from({ length: 20_000 }, (_, index) => ({ slot: index % 15_000, score: 1 }));
  expect([...slotsOf([hits, hits])].length).toBeGreaterThan(100);
  expect([...atOnce(slotsOf([hits, hits]))]).toEqual(Array.from({ length: 15_000 }, (_, slot) => slot));
});
