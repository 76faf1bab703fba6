import { hasErrorCode, XError } from '@x/core';

const messages = {
  binary: 'It contains binary data, not text. Leave it out, or convert it to a text format.',
  encoding: 'It is not valid in the encoding that it states, or in UTF-8 if it states none. Save it as UTF-8.',
  damaged: 'It is damaged, or its format does not match its extension. Save it again with the program that created it.',
  encrypted: 'It is encrypted. Save it without a password.',
  empty: 'It contains no text. If its pages are scanned, run text recognition (OCR) first.',
  'too-slow': 'It takes too long to read for a file of its size. Save it again with another program.',
  'too-large': 'It decompresses to more than the limit for one document. Split it.',
} as const;

/** The reason why a file cannot be read. */
export type UnreadableFileReason = keyof typeof messages;

/** Thrown when a file contains no readable text. `path` is the file and `reason` the cause. */
export class UnreadableFileError extends XError {
  readonly code = 'UNREADABLE_FILE';
  readonly path: string;
  readonly reason: UnreadableFileReason;

  constructor({ path, reason, cause }: { path: string; reason: UnreadableFileReason; cause?: unknown }) {
    super(`${path} cannot be read. ${messages[reason]}`, cause === undefined ? undefined : { cause });
    this.path = path;
    this.reason = reason;
  }

  override get name(): string {
    return 'UnreadableFileError';
  }

  static override isInstance(this: void, value: unknown): value is UnreadableFileError {
    return hasErrorCode(value, 'UNREADABLE_FILE');
  }
}
