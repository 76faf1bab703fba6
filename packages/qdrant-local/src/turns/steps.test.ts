import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce, mapInSteps } from './steps.ts';

test('maps a list in steps as a loop does, including holes', () => {
  const steps = mapInSteps(Array<number>(10), (item, index) => [item, index], 3);
  expect(steps.next()).toEqual({ done: false, value: undefined });
  expect(atOnce(steps)).toEqual(Array.from({ length: 10 }, (_, index) => [undefined, index]));
  const property = fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, perStep) => {
    expect(atOnce(mapInSteps(items, (item, index) => item - index, perStep))).toEqual(
      items.map((item, index) => item - index),
    );
  });
  fc.assert(property);
});
