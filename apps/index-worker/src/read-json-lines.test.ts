import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { readJsonLines } from './read-json-lines.ts';

async function valuesIn(...chunks: readonly (string | Buffer)[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readJsonLines('-', Readable.from(chunks))) values.push(value);
  return values;
}

describe('readJsonLines', () => {
  it('does not split a value at a Unicode line separator', async () => {
    const texts = ['one\u2028two', 'three\u2029four'];
    expect(await valuesIn(texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))).toEqual(
      texts.map((text) => ({ text })),
    );
  });

  it('reads Windows line ends, a byte order mark, blank lines, and characters cut between chunks', async () => {
    const bytes = Buffer.from('\uFEFF{"text":"é"}\r\n\r\n  \n[1]', 'utf8');
    expect(await valuesIn(bytes.subarray(0, 13), bytes.subarray(13))).toEqual([{ text: 'é' }, [1]]);
  });

  it('names the line that is not JSON, counting blank lines', async () => {
    await expect(valuesIn('1\n\nnot json\n')).rejects.toThrow('stdin:3 is not JSON: write one value on each line.');
  });
});
