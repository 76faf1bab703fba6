import { UsageError } from '@x/core/program';

import { readSecretFile } from '../read-secret-file.ts';

/** Returns the value of a required flag. @throws {UsageError} when it is missing or blank. */
export function requireFlag(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new UsageError(value === undefined ? `${name} is missing.` : `${name} is empty.`);
}

/** Returns an integer in a range. @throws {UsageError} for any other value. */
export function readCount(name: string, value: string, { min = 0, max = 1_000_000 } = {}): number {
  const count = Number(value);
  if (value.trim() !== '' && Number.isInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, but is "${value}".`);
}

/** Returns the queue's address from the flag or from the file that contains it. */
export function readQueueUrl(url: string | undefined, file: string | undefined): string {
  if (url !== undefined && file !== undefined)
    throw new UsageError('--queue and --queue-file cannot be given together.');
  if (file !== undefined) return readSecretFile('--queue-file', file);
  if (url === undefined) throw new UsageError('--queue URL or --queue-file FILE is missing.');
  return requireFlag('--queue', url);
}
