import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a text exceeds a model's token limit and may not, or cannot, be truncated to it. */
export class SequenceTooLongError extends XError {
  readonly code = 'SEQUENCE_TOO_LONG';
  /** Position of the text (or pair) in the call's input. */
  readonly index: number;
  /** Tokens that the text needs, special tokens included. */
  readonly tokenCount: number;
  readonly maxLength: number;

  constructor({
    index,
    tokenCount,
    maxLength,
    advice,
  }: {
    index: number;
    tokenCount: number;
    maxLength: number;
    advice: string;
  }) {
    super(`Input ${index} has ${tokenCount} tokens, but the model accepts at most ${maxLength}. ${advice}`);
    this.index = index;
    this.tokenCount = tokenCount;
    this.maxLength = maxLength;
  }

  override get name(): string {
    return 'SequenceTooLongError';
  }

  static override isInstance(this: void, value: unknown): value is SequenceTooLongError {
    return hasErrorCode(value, 'SEQUENCE_TOO_LONG');
  }
}
