/** What a model read in one call. */
export interface ModelUsage {
  /** Number of tokens of all texts or pairs, with special tokens, without truncated tokens and padding. Repeated texts count each time. */
  readonly tokens: number;
}

/** Receives the usage once, when a call is done. Its errors count as those of a `ProgressListener`: an exception rejects the call. */
export type UsageListener = (usage: ModelUsage) => void;
