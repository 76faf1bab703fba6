// Loaded by address into the session's thread.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

/**
 * How one score comes out of a classifier's logits.
 *
 * - `single`: the only logit; a head with several is refused.
 * - `first`: the first logit, as FastEmbed takes it whatever the head.
 * - `last`: the last logit.
 * - `difference`: the last minus the first: of a head with two classes, "irrelevant" and "relevant", its sigmoid is the softmax probability of
 *   the second.
 */
export type LogitRule = (typeof logitRules)[number];

/** Every rule that can be asked for. */
export const logitRules = ['single', 'first', 'last', 'difference'] as const;

/** Makes the reduction of a graph's first output, `[batch, labels]` or `[batch]`, to one raw score per pair. */
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

/** The score of one pair by its logits, `[labels]`. */
export function scoreOf(logits: Float32Array, logitRule: LogitRule): number {
  const [first, last] = [logits[0]!, logits.at(-1)!];
  return logitRule === 'difference' ? last - first : logitRule === 'last' ? last : first;
}
