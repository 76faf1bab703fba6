import type { UnreadableFileReason } from '../reading/unreadable-file-error.ts';

const descriptions: Readonly<Record<UnreadableFileReason, string>> = {
  binary: 'binary',
  encoding: 'not UTF-8, UTF-16 or the encoding that it states',
  damaged: 'damaged, or not in the format of its extension',
  encrypted: 'encrypted',
  empty: 'no text',
  'too-slow': 'takes too long to read',
  'too-large': 'decompresses to more than the limit',
};

/** Describes the reason why a file is skipped. Returns a reason that is not a code unchanged. */
export function describeSkip(reason: string): string {
  return Object.hasOwn(descriptions, reason) ? descriptions[reason as UnreadableFileReason] : reason;
}
