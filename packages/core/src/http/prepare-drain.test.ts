import { createServer } from 'node:http';

import { expect, test } from 'vitest';

import { prepareDrain } from './prepare-drain.ts';

test.each([-1, 0.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY])('a drain time of %d ms is rejected', (drainMs) => {
  expect(() => prepareDrain(createServer(), drainMs)).toThrow('drainMs must be a whole number');
});
