import { readFile } from 'node:fs/promises';
import { ModelFileError, withoutByteOrderMark } from '@x/core';
import { isMissing, unreadable } from '../file-status.ts';

/**
 * Returns the content of a JSON file; `undefined` when the file does not exist.
 *
 * @throws {ModelFileError} when it cannot be read or is not JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = withoutByteOrderMark(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelFileError({
      path,
      problem: 'invalid',
      message: 'the file is not valid JSON. Fetch it again.',
      cause,
    });
  }
}
