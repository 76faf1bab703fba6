import { describe, expect, it } from 'vitest';
import { growth } from './measure-stream.mjs';

describe('growth', () => {
  it('compares the last quarter with the second, which leaves out the warm-up', () => {
    const samples = [10, 50, 90, 100, 100, 100, 100, 101, 99, 104, 104, 104];
    expect(growth(samples)).toBe(4);
    expect(growth([1, 2, 3])).toBeUndefined();
  });
});
