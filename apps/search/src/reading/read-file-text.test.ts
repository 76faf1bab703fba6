import { InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { makePdf } from './__fixtures__/make-pdf.ts';
import { readFileText } from './read-file-text.ts';
import { UnreadableFileError } from './unreadable-file-error.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readFileText', () => {
  it('reads source code as one section without headings', async () => {
    const text = '# a comment\nprint("bees")\n';
    expect(await readFileText('bees.py', bytesOf(text))).toEqual({
      text,
      sections: [{ headings: [], start: 0, bodyStart: 0, end: 26 }],
      unit: 'line',
      places: [
        { start: 0, number: 1 },
        { start: 12, number: 2 },
        { start: 26, number: 3 },
      ],
    });
  });

  it('selects the format by the file extension, ignoring upper and lower case', async () => {
    expect((await readFileText('A.MD', bytesOf('# Bees\n'))).title).toBe('Bees');
    expect((await readFileText('a.HTM', bytesOf('<p>Bees &amp; ants'))).text).toBe('Bees & ants');
    expect((await readFileText('a.txt', bytesOf('<html> is a tag'))).unit).toBe('line');
  });

  it('selects the format by the content when the extension is unknown', async () => {
    expect((await readFileText('paper', makePdf([{ lines: ['Bees'] }]))).unit).toBe('page');
    expect((await readFileText('page', bytesOf('\uFEFF<!DOCTYPE html>\n<p>Bees'))).text).toBe('Bees');
    expect((await readFileText('notes', bytesOf('<htmlish> Bees'))).text).toBe('<htmlish> Bees');
  });

  it.each([
    ['UTF-8 with a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3, 0xbc)],
    ['UTF-16 in little-endian order', Uint8Array.of(0xff, 0xfe, 0xfc, 0)],
    ['UTF-16 in big-endian order', Uint8Array.of(0xfe, 0xff, 0, 0xfc)],
  ])('reads %s', async (_, bytes) => {
    expect((await readFileText('a.txt', bytes)).text).toBe('ü');
  });

  it('converts all line ends to line feeds', async () => {
    const { text, places } = await readFileText('a.txt', bytesOf('a\r\nb\rc\nd'));
    expect(text).toBe('a\nb\nc\nd');
    expect(places.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['binary', 'a.txt', Uint8Array.of(97, 0, 98)],
    ['binary', 'a.md', Uint8Array.of(0xff, 0xfe, 0, 0, 97, 0, 0, 0)],
    ['encoding', 'a.txt', Uint8Array.of(97, 0xe4, 98)],
    ['encoding', 'a.html', bytesOf('<meta charset="klingon">a')],
    ['empty', 'a.txt', bytesOf(' \n\t')],
    ['empty', 'a.html', bytesOf('<script>a()</script>')],
    ['empty', 'a.pdf', makePdf([{ lines: [] }])],
    ['damaged', 'a.pdf', bytesOf('%PDF-1.4 and no more')],
    ['damaged', 'a.docx', bytesOf('PK and no more')],
    ['damaged', 'a.docx', new Uint8Array()],
    ['encrypted', 'a.pdf', makePdf([{ lines: ['Bees'] }], { isLocked: true })],
    ['encrypted', 'a.docx', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
  ])('rejects with the reason %s and the path (%s)', async (reason, path, bytes) => {
    const error = await readFileText(path, bytes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableFileError);
    expect(error).toMatchObject({ path, reason, code: 'UNREADABLE_FILE', name: 'UnreadableFileError' });
    expect((error as Error).message).toMatch(/^a\.\w+ cannot be read\. It/u);
    expect(UnreadableFileError.isInstance(error)).toBe(true);
  });

  it('does not change the bytes of a Buffer', async () => {
    const bytes = Buffer.from(makePdf([{ lines: ['Bees'] }]));
    const before = Buffer.from(bytes);
    expect((await readFileText('a.pdf', bytes)).text.trim()).toBe('Bees');
    expect(bytes.equals(before)).toBe(true);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough');
    const reading = readFileText('a.md', bytesOf('# a'), { signal: AbortSignal.abort(reason) });
    await expect(reading).rejects.toBe(reason);
  });

  it.each(['a.html', 'a.pdf'])('stops reading %s when the signal aborts', async (path) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const bytes = path === 'a.pdf' ? makePdf([{ lines: ['Bees'] }]) : bytesOf('<p>Bees '.repeat(10_000));
    const reading = readFileText(path, bytes, { signal: controller.signal });
    queueMicrotask(() => controller.abort(reason));
    await expect(reading).rejects.toBe(reason);
  });

  it('refuses arguments of a wrong type before it reads', async () => {
    await expect(readFileText(1 as never, bytesOf('a'))).rejects.toThrow(InvalidArgumentError);
    await expect(readFileText('a.txt', 'a' as never)).rejects.toThrow('bytes must be a Uint8Array, but is "a".');
    await expect(readFileText('a.txt', bytesOf('a'), { sinal: 1 } as never)).rejects.toThrow('signal');
  });
});
