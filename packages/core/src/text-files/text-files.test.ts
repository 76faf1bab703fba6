import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { InvalidArgumentError, readLines, stringifyJsonLine, withoutByteOrderMark } from '../index.ts';

async function linesOf(chunks: Parameters<typeof readLines>[0]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunks)) lines.push(line);
  return lines;
}

/** Splits bytes at the positions in `cuts`, even within characters. */
function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

// Line ends of other kinds, a byte order mark, and characters of one to four bytes.
const character = fc.constantFrom('a', '"', ' ', '\u2028', '\u2029', '\u0085', '\v', '\f', '\uFEFF', 'ü', '語', '🐝');
const line = fc.string({ unit: character, maxLength: 6 });

describe('readLines', () => {
  it('yields the written lines, wherever the bytes are split', async () => {
    const lineEnd = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(line, lineEnd)),
        line,
        fc.boolean(),
        fc.array(fc.nat()),
        async (ended, last, isMarked, cuts) => {
          const lines = [...ended.map(([text]) => text), ...(last === '' ? [] : [last])];
          // A first line that starts with U+FEFF needs a mark before it, or its own would be read as the mark of the file.
          const mark = isMarked || lines[0]?.startsWith('\uFEFF') ? '\uFEFF' : '';
          const text = mark + ended.map(([content, end]) => content + end).join('') + last;
          const bytes = new TextEncoder().encode(text);
          expect(await linesOf(cut(bytes, cuts))).toEqual(lines);
          expect(await linesOf(Readable.from(cut(bytes, cuts)))).toEqual(lines);
          expect(await linesOf(Array.from(text))).toEqual(lines);
        },
      ),
    );
  });

  it.each<[string, string[], string[]]>([
    ['an empty source', [], []],
    ['only a byte order mark', ['\uFEFF'], []],
    ['empty lines', ['\n\r\n', '\n'], ['', '', '']],
    ['a line end split between chunks', ['one\r', '\ntwo'], ['one', 'two']],
    ['a carriage return within a line', ['one\rtwo\n'], ['one\rtwo']],
    ['a last line without its end', ['one\nt'], ['one', 't']],
  ])('reads %s', async (_, chunks, lines) => {
    expect(await linesOf(chunks)).toEqual(lines);
  });

  it('replaces bytes that are not UTF-8, including those of an incomplete character at the end', async () => {
    const bytes = new TextEncoder().encode('one\nü');
    expect(await linesOf([Uint8Array.of(0xff, 0x0a), bytes.subarray(0, -1)])).toEqual(['\uFFFD', 'one', '\uFFFD']);
  });

  it('ends its source when the iteration ends early', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lines-'));
    try {
      await writeFile(join(folder, 'lines.txt'), 'one\ntwo\n');
      const stream = createReadStream(join(folder, 'lines.txt'));
      for await (const first of readLines(stream)) {
        expect(first).toBe('one');
        break;
      }
      expect(stream.destroyed).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('fails with the error of its source', async () => {
    const error = await linesOf(createReadStream('no/such/file.txt')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a path, which is not a stream', async () => {
    await expect(linesOf('documents.txt')).rejects.toThrow(InvalidArgumentError);
    await expect(linesOf({} as string[])).rejects.toThrow(/chunks must be a stream or an iterable/);
  });
});

describe('JSON of files', () => {
  it('loses its byte order mark and nothing else', () => {
    expect(withoutByteOrderMark('\uFEFF{"a":"\uFEFF"}')).toBe('{"a":"\uFEFF"}');
    expect(withoutByteOrderMark('\uFEFF\uFEFF[1]')).toBe('\uFEFF[1]');
    for (const text of ['[1]', '', ' \uFEFF']) expect(withoutByteOrderMark(text)).toBe(text);
  });

  it('stringifyJsonLine writes no line separator, and the JSON parses to the same value', () => {
    fc.assert(
      fc.property(line, (text) => {
        const json = stringifyJsonLine({ [text]: text });
        expect(json).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    );
  });
});
