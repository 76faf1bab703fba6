import { ShapeMismatchError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { createReduction, type LogitRule } from './logit-reduction.ts';

function reduce(logitRule: LogitRule, dims: number[], data: number[]): number[] {
  const outputs = [{ name: 'logits', dims, data: Float32Array.from(data) }];
  const rows = createReduction({ logitRule })({
    outputs,
    inputIds: new Int32Array(7),
    lengths: Uint32Array.of(3, 4),
    sequenceLength: 4,
  });
  return rows.flatMap((row) => [...row]);
}

describe('the score of a pair', () => {
  it('is the logit when there is only one', () => {
    expect(reduce('single', [2, 1], [5, -1])).toEqual([5, -1]);
    expect(reduce('single', [2], [5, -1])).toEqual([5, -1]);
  });

  it.each([
    ['first', [1, 4]],
    ['last', [3, 9]],
    ['difference', [2, 5]],
  ] as const)('several logits become one score by the rule %s: %j', (rule, expected) => {
    expect(reduce(rule, [2, 3], [1, 2, 3, 4, 5, 9])).toEqual(expected);
  });

  it('is refused for several logits without a rule, and for any other shape', () => {
    expect(() => reduce('single', [2, 2], [1, 2, 3, 4])).toThrow(ShapeMismatchError);
    expect(() =>
      reduce(
        'first',
        [2, 4, 8],
        Array.from({ length: 64 }, () => 0),
      ),
    ).toThrow(ShapeMismatchError);
    expect(() => reduce('first', [1, 2], [1, 2])).toThrow(ShapeMismatchError);
  });
});
