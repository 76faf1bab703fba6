import { readFileSync } from 'node:fs';

/**
 * The keys in a file, one on a line; blank lines are passed over, and white space around a key is not part of it.
 *
 * @throws {Error} naming the file, when it cannot be read or holds no key. Nothing of its content is in the message.
 */
export function readApiKeys(file: string): string[] {
  const keys = readText(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // A server without keys is open to everybody, which is not what who names a file wants.
  if (keys.length === 0) throw new Error(`--api-key-file ${file} holds no key: write one on a line.`);
  return keys;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`--api-key-file ${file} cannot be read (${code}): name a file that this user may read.`, { cause });
  }
}
