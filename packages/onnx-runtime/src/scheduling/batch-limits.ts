/** Bounds of one micro-batch. A single sequence that exceeds them runs alone. */
export interface BatchLimits {
  /** Most sequences that run together. */
  readonly batchSize: number;
  /** Most token places: sequences x longest, padding included. Bounds memory and keeps the CPU's caches warm. */
  readonly maxBatchTokens: number;
}

// Attention needs sequences x longest² scores per head; 4 M of them are 16 MB per head in float32.
const maxAttentionScores = 4_194_304;
// Running two lengths together wastes the difference as padding; running them apart costs the fixed price of one more run.
// Past one place in eight the padding costs more.
const maxPaddingShare = 1 / 8;

/** True when `count` sequences of `tokens` real tokens in all may run together, padded to `longest`. */
export function fitsTogether(
  { batchSize, maxBatchTokens }: BatchLimits,
  { count, longest, tokens }: { readonly count: number; readonly longest: number; readonly tokens: number },
): boolean {
  const places = count * longest;
  return (
    count <= batchSize &&
    places <= maxBatchTokens &&
    places * longest <= maxAttentionScores &&
    places - tokens <= places * maxPaddingShare
  );
}
