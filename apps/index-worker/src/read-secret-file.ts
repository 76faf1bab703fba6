import { readFileSync } from 'node:fs';

import { ProgramError } from '@x/core/program';

/**
 * Returns the only line of a file that contains a secret, without surrounding white space.
 *
 * @throws {ProgramError} naming the file, when it cannot be read or does not contain exactly one line. The message contains nothing of its content.
 */
export function readSecretFile(flag: string, file: string): string {
  const lines = readText(flag, file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only;
  throw new ProgramError(`${flag} ${file} contains ${lines.length} lines: write exactly one.`);
}

function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ProgramError(`${flag} ${file} cannot be read (${code}): name a file that this user may read.`, { cause });
  }
}
