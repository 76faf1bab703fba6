import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a text exceeds a model's token limit and may not, or cannot, be truncated to it. */
export class SequenceTooLongError extends XError {
  readonly code = 'SEQUENCE_TOO_LONG';
  /** Position of the text (or pair) in the call's input. */
  readonly index: number;
  /** Tokens that the text needs, special tokens included. Characters beyond the tokenizer's character cap are not counted. */
  readonly tokenCount: number;
  readonly maxLength: number;
  /** Number of UTF-16 units beyond the tokenizer's character cap, which were never tokenized; absent for texts within the cap. */
  readonly truncatedCharacters?: number;

  constructor({
    index,
    tokenCount,
    maxLength,
    truncatedCharacters = 0,
    advice,
  }: {
    index: number;
    tokenCount: number;
    maxLength: number;
    truncatedCharacters?: number;
    advice: string;
  }) {
    const problem =
      truncatedCharacters > 0
        ? `exceeds the tokenizer's character cap by ${truncatedCharacters} characters`
        : `has ${tokenCount} tokens, but the model accepts at most ${maxLength}`;
    super(`Input ${index} ${problem}. ${advice}`);
    this.index = index;
    this.tokenCount = tokenCount;
    this.maxLength = maxLength;
    if (truncatedCharacters > 0) this.truncatedCharacters = truncatedCharacters;
  }

  override get name(): string {
    return 'SequenceTooLongError';
  }

  static override isInstance(this: void, value: unknown): value is SequenceTooLongError {
    return hasErrorCode(value, 'SEQUENCE_TOO_LONG');
  }
}
