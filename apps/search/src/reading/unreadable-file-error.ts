import { hasErrorCode, XError } from '@x/core';

const messages = {
  binary: 'It holds binary data, not text. Leave it out, or convert it to a text format.',
  encoding: 'It is not in the encoding that it states, which is UTF-8 where it states none. Save it as UTF-8.',
  damaged:
    'It is damaged, or not of the format that its name states. Open and save it again with the program that made it.',
  encrypted: 'It is encrypted. Save it without a password.',
  empty: 'It holds no text. If its pages are scanned, recognise their text (OCR) first.',
  'too-slow': 'It takes longer to read than a file of its size may. Save it again with another program.',
  'too-large': 'It unpacks to more than is read of one document. Divide it.',
} as const;

/** Why a file cannot be read, in a word. */
export type UnreadableFileReason = keyof typeof messages;

/** Thrown when there is no text in a file, or none that can be read; `path` is the file, `reason` says why, in a word. */
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
