// The session's thread imports this module by its URL.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

/**
 * The rule that turns a classifier's logits into one score.
 *
 * - `single`: the only logit. A head with several logits is refused.
 * - `first`: the first logit. FastEmbed always uses it.
 * - `last`: the last logit.
 * - `difference`: the last logit minus the first. For a head with the two classes "irrelevant" and "relevant", its sigmoid is the softmax
 *   probability of "relevant".
 */
export type LogitRule = (typeof logitRules)[number];

/** All rules. */
export const logitRules = ['single', 'first', 'last', 'difference'] as const;

/** Creates the reduction of a graph's first output, `[batch, labels]` or `[batch]`, to one raw score per pair. */
export function createReduction({ logitRule }: { readonly logitRule: LogitRule }): Reduction {
  return ({ outputs, lengths }) => {
    const { name, dims, data } = outputs[0]!;
    const labels = dims[1] ?? 1;
    const isFitting = dims[0] === lengths.length && dims.length <= 2 && labels >= 1;
    if (!isFitting || (logitRule === 'single' && labels !== 1)) {
      const expected = logitRule === 'single' ? '[batch, 1]' : '[batch, labels]';
      throw new ShapeMismatchError({ tensor: name, expected, actual: `[${dims.join(', ')}]` });
    }
    return Array.from(lengths, (_, row) =>
      Float32Array.of(scoreOf(data.subarray(row * labels, (row + 1) * labels), logitRule)),
    );
  };
}

/** Returns the score of one pair from its logits, `[labels]`. */
export function scoreOf(logits: Float32Array, logitRule: LogitRule): number {
  const [first, last] = [logits[0]!, logits.at(-1)!];
  return logitRule === 'difference' ? last - first : logitRule === 'last' ? last : first;
}
