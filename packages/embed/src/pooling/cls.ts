/** A copy of the first token's vector, whatever the mask: `[tokens, hidden]` to `[hidden]`. */
export function clsPool(tokens: Float32Array, hiddenSize: number): Float32Array {
  return tokens.slice(0, hiddenSize);
}
