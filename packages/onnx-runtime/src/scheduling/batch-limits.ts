/** Limits of one micro-batch. A single sequence that exceeds them runs alone. */
export interface BatchLimits {
  /** Maximum number of sequences. */
  readonly batchSize: number;
  /**
   * Maximum number of token slots: sequences x longest, including padding. Bounds the memory and keeps the data in the
   * CPU's caches.
   */
  readonly maxBatchTokens: number;
}

// Attention computes sequences x longest² scores per head; 4 M scores take 16 MB per head in float32.
const maxAttentionScores = 4_194_304;
// Running sequences of different lengths together wastes computation on padding; running them apart costs the fixed price
// of another run. When padding fills more than one slot in eight, it costs more than another run.
const maxPaddingShare = 1 / 8;

/** Returns true when `count` sequences with `tokens` real tokens in total, padded to `longest`, may run together. */
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
