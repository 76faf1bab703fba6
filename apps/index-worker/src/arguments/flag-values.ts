import { UsageError } from '@x/terminal';

import { readSecretFile } from '../read-secret-file.ts';

/** A flag that a command cannot do without. */
export function requireFlag(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new UsageError(value === undefined ? `${name} is missing.` : `${name} is empty.`);
}

/** A whole number of a range. */
export function readCount(name: string, value: string, { min = 0, max = 1_000_000 } = {}): number {
  const count = Number(value);
  if (value.trim() !== '' && Number.isInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, but is "${value}".`);
}

/** The queue's address, of the flag or of the file that has it. */
export function readQueueUrl(url: string | undefined, file: string | undefined): string {
  if (url !== undefined && file !== undefined)
    throw new UsageError('--queue and --queue-file cannot be given together.');
  if (file !== undefined) return readSecretFile('--queue-file', file);
  if (url === undefined) throw new UsageError('--queue URL or --queue-file FILE is missing.');
  return requireFlag('--queue', url);
}
