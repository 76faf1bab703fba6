import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readLines } from './read-lines.ts';

describe('readLines', () => {
  it('yields whole lines wherever the chunks end, even within a character', async () => {
    const parts = fc.array(fc.nat(200), { maxLength: 12 });
    const texts = fc.array(
      fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n')),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(texts, parts, fc.boolean(), async (lines, cuts, endsWithNewline) => {
        const bytes = new TextEncoder().encode(lines.join('\n') + (endsWithNewline ? '\n' : ''));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => {
            ends.forEach((end, index) => controller.enqueue(bytes.slice(ends[index - 1] ?? 0, end)));
            controller.close();
          },
        });
        const read: string[] = [];
        for await (const line of readLines(stream)) read.push(line);
        expect(read).toEqual(lines.filter((line) => line !== ''));
      }),
    );
  });

  it('closes the stream when the caller stops reading', async () => {
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('line\n')),
      cancel: () => {
        isCancelled = true;
      },
    });
    for await (const line of readLines(stream)) {
      expect(line).toBe('line');
      break;
    }
    expect(isCancelled).toBe(true);
  });
});
