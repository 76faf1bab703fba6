import { describe, expect, test } from 'vitest';

import { isInferenceInput } from './inference-input.ts';

describe('isInferenceInput', () => {
  test.each([
    [{ text: 'a', model: 'm' }, true],
    [{ image: 'a', model: 'm' }, true],
    [{ object: 1, model: 'm' }, true],
    [{ model: [1, 2], text: [3, 4] }, false],
    [{ indices: [1], values: [1] }, false],
    [{ model: 'm' }, false],
    [[1, 2], false],
    [null, false],
  ])('of %j returns %j', (value, expected) => {
    expect(isInferenceInput(value)).toBe(expected);
  });
});
