import {
  emitWarning,
  type EncodedSequence,
  type OptionKinds,
  requireOneOf,
  requireOptions,
  SequenceTooLongError,
} from '@x/core';

/**
 * What happens to a text that is longer than the limit: `warn` cuts it and emits one process warning per call unless somebody
 * listens, `truncate` cuts it without a warning, `error` refuses the call.
 */
export type TruncationPolicy = 'warn' | 'truncate' | 'error';

/** A text, or pair, that did not fit into the model's limit. */
export interface TruncationReport {
  /** Position in the call's input. */
  readonly index: number;
  /** Tokens that were cut off; of a pair, of both texts together. */
  readonly truncatedTokens: number;
  /** UTF-16 units beyond the tokenizer's character cap, never tokenized; 0 for texts within it. */
  readonly truncatedCharacters: number;
}

/** Options of {@link TruncationWatch}. */
export interface TruncationWatchOptions {
  readonly policy: TruncationPolicy;
  /** Named in the warning. */
  readonly modelName: string;
  readonly maxLength: number;
  /** Receives a report for every sequence that was cut; with one, `warn` does not warn. */
  readonly onTruncation?: ((report: TruncationReport) => void) | undefined;
}

const optionKinds: OptionKinds<TruncationWatchOptions> = {
  policy: 'text',
  modelName: 'text',
  maxLength: 'number',
  onTruncation: 'function',
};

/**
 * Sees every sequence of one call, so that no truncation is silent.
 *
 * @example
 * const watch = new TruncationWatch({ policy: 'warn', modelName: 'm', maxLength: 256 });
 * for (const [index, sequence] of sequences.entries()) watch.see(sequence, index);
 * watch.finish(); // (node:1) TruncationWarning: m cut 2 of 20 inputs to 256 tokens (812 tokens in all, the first at index 3).
 */
export class TruncationWatch {
  readonly #options: TruncationWatchOptions;
  #seen = 0;
  #cut = 0;
  #tokens = 0;
  #firstIndex = 0;

  /** @throws {InvalidArgumentError} when an option is of a wrong kind, or the policy unknown. */
  constructor(options: TruncationWatchOptions) {
    this.#options = requireOptions(options, optionKinds);
    requireOneOf(options.policy, 'policy', ['warn', 'truncate', 'error']);
  }

  /** @throws {SequenceTooLongError} when the sequence was cut and the policy is `error`. */
  see({ inputIds, truncatedTokens, truncatedCharacters = 0 }: EncodedSequence, index: number): void {
    this.#seen++;
    if (truncatedTokens + truncatedCharacters === 0) return;
    const { policy, maxLength, onTruncation } = this.#options;
    if (policy === 'error') {
      const advice = "Shorten it, raise maxLength, or set truncationPolicy to 'truncate'.";
      throw new SequenceTooLongError({ index, tokenCount: inputIds.length + truncatedTokens, maxLength, advice });
    }
    onTruncation?.({ index, truncatedTokens, truncatedCharacters });
    if (this.#cut === 0) this.#firstIndex = index;
    this.#cut++;
    this.#tokens += truncatedTokens;
  }

  /** Ends the call: warns once where the policy says so and something was cut that nobody was told of. */
  finish(): void {
    const { policy, modelName, maxLength, onTruncation } = this.#options;
    if (this.#cut === 0 || policy !== 'warn' || onTruncation !== undefined) return;
    emitWarning(
      `${modelName} cut ${this.#cut} of ${this.#seen} inputs to ${maxLength} tokens (${this.#tokens} tokens in all, the first at index ${this.#firstIndex}).`,
      {
        type: 'TruncationWarning',
        code: 'X_TRUNCATION',
        detail: "Pass onTruncation to be told of each, or set truncationPolicy to 'truncate' or 'error'.",
      },
    );
  }
}
