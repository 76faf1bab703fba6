import { expect, it } from 'vitest';

import { createRedraw } from './redraw.ts';

function drawTwice(stream: object, env: NodeJS.ProcessEnv = {}): string {
  let written = '';
  const write = (text: string): boolean => ((written += text), true);
  const redraw = createRedraw({ ...stream, write } as NodeJS.WriteStream, env);
  redraw(['a', 'b', 'c']);
  redraw(['d']);
  return written;
}

it('overwrites its previous lines, limited to the height of the screen', () => {
  expect(drawTwice({ isTTY: true, rows: 24 })).toBe('a\nb\nc\n\u001B[3A\u001B[0Jd\n');
  expect(drawTwice({ isTTY: true, rows: 3 })).toBe('a\nb\n\u001B[2A\u001B[0Jd\n');
  expect(drawTwice({ isTTY: true, rows: 0 })).toBe('a\nb\nc\n\u001B[3A\u001B[0Jd\n');
});

it('writes below after a blank line when the cursor cannot move', () => {
  expect(drawTwice({ isTTY: false })).toBe('a\nb\nc\n\nd\n');
  expect(drawTwice({ isTTY: true, rows: 24 }, { TERM: 'dumb' })).toBe('a\nb\nc\n\nd\n');
});
