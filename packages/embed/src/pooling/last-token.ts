/** A copy of the vector of the last token that the mask keeps, on whichever side padding stands: `[tokens, hidden]` to `[hidden]`. */
export function lastTokenPool(tokens: Float32Array, hiddenSize: number, attentionMask: Uint8Array): Float32Array {
  const last = attentionMask.lastIndexOf(1);
  const token = last < 0 ? attentionMask.length - 1 : last;
  return tokens.slice(token * hiddenSize, (token + 1) * hiddenSize);
}
