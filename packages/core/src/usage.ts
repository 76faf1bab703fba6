/** What a model read for one call. */
export interface ModelUsage {
  /** Tokens of all its texts or pairs together: special tokens included, what was cut off and padding not, repeated texts each time. */
  readonly tokens: number;
}

/** Receives what a model read, once, when a call is done; an exception that it throws rejects the call. */
export type UsageListener = (usage: ModelUsage) => void;
