import { readFileSync } from 'node:fs';

import { ProgramError } from '@x/core/program';

/**
 * Returns the keys in a file with one key per line. Blank lines and white space around a key are ignored.
 *
 * @throws {ProgramError} when the file cannot be read or contains no key. The message names the file and never contains its content.
 */
export function readApiKeys(file: string): string[] {
  const keys = readText(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // A server without keys is open to everyone. A user who names a key file does not want that.
  if (keys.length === 0) throw new ProgramError(`--api-key-file ${file} contains no key: write one key per line.`);
  return keys;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ProgramError(`--api-key-file ${file} cannot be read (${code}): name a file that this user may read.`, {
      cause,
    });
  }
}
