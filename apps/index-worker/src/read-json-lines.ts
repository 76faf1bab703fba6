import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { readLines } from '@x/core';
import { ProgramError } from '@x/core/program';

/** The file and the line of the value that was read last. */
export interface ReadingPlace {
  place: string;
}

/**
 * Yields the values of a JSON Lines file, which is read on demand. Skips blank lines. `-` is stdin.
 *
 * @throws {ProgramError} naming the file when it cannot be read, and the line when it is not JSON.
 */
export async function* readJsonLines(
  file: string,
  stdin: Readable,
  reading: ReadingPlace = { place: file },
): AsyncGenerator<unknown, void, undefined> {
  const [input, name] = file === '-' ? [stdin, 'stdin'] : [createReadStream(file), file];
  let number = 0;
  try {
    for await (const line of readLines(input)) {
      number++;
      reading.place = `${name}:${number}`;
      if (line.trim() !== '') yield parseLine(line, reading.place);
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw unreadable(file, code, error);
  }
}

/** Checks that a file can be read, before anything is enqueued. @throws {ProgramError} when it cannot be read or is a folder. */
export async function requireReadable(file: string): Promise<void> {
  if (file === '-') return;
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw unreadable(file, (error as NodeJS.ErrnoException).code, error);
  }
  if ((await stat(file)).isDirectory()) throw unreadable(file, 'EISDIR');
}

function unreadable(file: string, code: string | undefined, cause?: unknown): ProgramError {
  return new ProgramError(`${file} cannot be read (${code}): name a JSON Lines file.`, { cause });
}

function parseLine(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ProgramError(`${place} is not JSON: write one value on each line.`, { cause });
  }
}
