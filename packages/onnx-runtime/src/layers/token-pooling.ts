/** How the vectors of a text's tokens are pooled into one: their mean, the first token's vector, or the last token's vector. */
export type TokenPooling = (typeof tokenPoolings)[number];

/** All pooling names. */
export const tokenPoolings = ['mean', 'cls', 'lastToken'] as const;

/** Pools `[tokens, hidden]` to `[hidden]`, as a copy. The mask, `[tokens]`, is 1 for tokens that count and 0 for the others. */
export type PoolTokens = (tokens: Float32Array, hiddenSize: number, attentionMask: Uint8Array) => Float32Array;

/**
 * Pooling functions by name.
 *
 * - `mean`: the mean of the vectors that the mask keeps. Summed in float64 and divided by at least 1e-9, like FastEmbed's `mean_pooling`:
 *   if the mask keeps no token, the result is the zero vector.
 * - `cls`: the first token's vector, regardless of the mask.
 * - `lastToken`: the vector of the last token that the mask keeps; padding may be on either side.
 *
 * @example
 * poolTokens.mean(Float32Array.of(1, 2, 3, 4), 2, Uint8Array.of(1, 1)); // => Float32Array [2, 3]
 */
export const poolTokens: Readonly<Record<TokenPooling, PoolTokens>> = {
  mean: poolMean,
  cls: (tokens, hiddenSize) => tokens.slice(0, hiddenSize),
  lastToken: poolLastToken,
};

function poolMean(tokens: Float32Array, hiddenSize: number, attentionMask: Uint8Array): Float32Array {
  const sum = new Float64Array(hiddenSize);
  let kept = 0;
  for (let token = 0; token < attentionMask.length; token++) {
    if (attentionMask[token] === 0) continue;
    kept++;
    const start = token * hiddenSize;
    for (let component = 0; component < hiddenSize; component++) sum[component]! += tokens[start + component]!;
  }
  const divisor = Math.max(kept, 1e-9);
  return Float32Array.from(sum, (total) => total / divisor);
}

function poolLastToken(tokens: Float32Array, hiddenSize: number, attentionMask: Uint8Array): Float32Array {
  const last = attentionMask.lastIndexOf(1);
  const token = last < 0 ? attentionMask.length - 1 : last;
  return tokens.slice(token * hiddenSize, (token + 1) * hiddenSize);
}
