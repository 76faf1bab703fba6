import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createProgressDisplay } from './progress-display.ts';

/** Returns the output for one download of 2 MB, in a terminal or elsewhere. */
async function shown(isTTY: boolean, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 200 });
  const { listener, close } = createProgressDisplay(stream, environment);
  for (const completed of [0, 1_000_000, 2_000_000]) {
    listener({
      phase: 'download',
      subject: 'org/tiny',
      file: 'model.onnx',
      completed,
      total: 2_000_000,
      unit: 'bytes',
    });
  }
  close();
  stream.end();
  return text(stream);
}

describe('progress', () => {
  it('is a bar in a terminal, up to 100%', async () => {
    expect(await shown(true)).toMatch(/Downloading org\/tiny .*100% of 2\.0 MB, model\.onnx/);
  });

  it('is one plain line elsewhere', async () => {
    expect(await shown(false)).toBe('Downloading org/tiny (2.0 MB)\n');
  });

  it('is also one line in a terminal that cannot move its cursor', async () => {
    expect(await shown(true, { TERM: 'dumb' })).toBe(await shown(false));
  });
});
