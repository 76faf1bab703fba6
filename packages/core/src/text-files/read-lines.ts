import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { isIterableObject } from '../guards/is-iterable-object.ts';
import { withoutByteOrderMark } from './byte-order-mark.ts';

/**
 * Yields the lines of a text that arrives in chunks, without their line ends, each as soon as it is complete.
 *
 * A line ends only at `\n` or `\r\n`. JSON may contain U+2028 and U+2029 within a line, where `node:readline` splits from Node.js 24 on. The last
 * line needs no line end. A byte order mark at the start is not part of the first line. Ending the iteration early also ends the source.
 *
 * @param chunks a stream or any iterable of UTF-8 bytes or strings. Chunks of bytes may split a character.
 * @throws {InvalidArgumentError} when the first line is read, if `chunks` is a string or not iterable.
 * @example
 * for await (const line of readLines(createReadStream('documents.txt'))) console.log(line);
 * await Array.fromAsync(readLines(['one\r\ntw', 'o\n\nthree'])); // => ['one', 'two', '', 'three']
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<string, void, undefined> {
  if (!isIterableObject(chunks)) {
    const expected = 'a stream or an iterable of chunks, such as fs.createReadStream(path)';
    throw new InvalidArgumentError({ parameter: 'chunks', value: chunks, expected });
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let isStart = true;
  let rest = '';
  for await (const chunk of chunks) {
    const decoded = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (decoded === '') continue;
    const lines = (isStart ? withoutByteOrderMark(decoded) : decoded).split('\n');
    isStart = false;
    // Only the new chunk is searched, so a line that spans many chunks is searched once.
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
