/** What a model read in one call. */
export interface ModelUsage {
  /** Number of tokens of all texts or pairs, with special tokens, without truncated tokens and padding. Repeated texts count each time. */
  readonly tokens: number;
}

/** Receives the usage once, when a call is done. If it throws, the call rejects, as with a `ProgressListener`. */
export type UsageListener = (usage: ModelUsage) => void;
