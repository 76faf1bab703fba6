import { readFileSync } from 'node:fs';

import { ProgramError } from './program-error.ts';

/**
 * The one line of a file that holds a secret, without white space around it.
 *
 * @throws {ProgramError} naming the file, when it cannot be read or does not hold one line. Nothing of its content is in the message.
 */
export function readSecretFile(flag: string, file: string): string {
  const lines = readText(flag, file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only;
  throw new ProgramError(`${flag} ${file} holds ${lines.length} lines: write one.`);
}

function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ProgramError(`${flag} ${file} cannot be read (${code}): name a file that this user may read.`, { cause });
  }
}
