import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { withoutByteOrderMark } from './byte-order-mark.ts';

/**
 * The lines of a text that comes in chunks, each as soon as it is whole, without its line end.
 *
 * A line ends at `\n`, before which a `\r` belongs to the line end, and nowhere else: JSON may have U+2028 and U+2029 within a line, where
 * `node:readline` splits from Node.js 24 on. The last line needs no line end. A byte order mark at the start is no part of the
 * first line. Whoever stops early ends the source too.
 *
 * @param chunks a stream or any iterable of UTF-8 bytes, or of strings; characters may be cut between chunks of bytes.
 * @throws {InvalidArgumentError} at the first line, when `chunks` is a text or cannot be iterated.
 * @example
 * for await (const line of readLines(createReadStream('documents.txt'))) console.log(line);
 * await Array.fromAsync(readLines(['one\r\ntw', 'o\n\nthree'])); // => ['one', 'two', '', 'three']
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<string, void, undefined> {
  if (typeof chunks === 'string' || !(Symbol.asyncIterator in chunks || Symbol.iterator in chunks)) {
    const expected = 'a stream or an iterable of chunks, as fs.createReadStream makes one from a path';
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
    // Only the new chunk is searched: a line over many chunks costs its length once.
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
