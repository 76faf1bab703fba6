/**
 * The mean of the vectors that the mask keeps: `[tokens, hidden]` to `[hidden]`.
 *
 * Summed in float64 and divided by at least 1e-9, as FastEmbed's `mean_pooling`: no kept token gives the zero vector.
 */
export function meanPool(tokens: Float32Array, hiddenSize: number, attentionMask: Uint8Array): Float32Array {
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
