import type { ProgressEvent } from '@x/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createProgressDisplay } from './progress-display.ts';

/** Returns the output written while a model is downloaded and loaded. */
function written(terminal: { readonly isTTY: boolean; readonly columns?: number }, environment = {}): string {
  let text = '';
  const stream = {
    ...terminal,
    write: (part: string) => (text += part),
    on: () => stream,
    removeListener: () => stream,
  };
  const { listener, close } = createProgressDisplay(stream as unknown as NodeJS.WriteStream, environment);
  const download = {
    phase: 'download',
    subject: 'an-owner/a-model-with-a-long-name',
    total: 10e6,
    unit: 'bytes',
  } as const;
  const events: ProgressEvent[] = [0, 5e6, 10e6].map((completed) => ({ ...download, completed }));
  for (const event of [...events, { ...download, phase: 'load', completed: 0, total: 1, unit: 'items' } as const]) {
    listener(event);
    // A timer draws the bars.
    vi.advanceTimersByTime(1000);
  }
  close();
  return text;
}

const lines = 'Downloading an-owner/a-model-with-a-long-name (10.0 MB)\nLoading an-owner/a-model-with-a-long-name\n';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createProgressDisplay', () => {
  it('writes one line per phase outside a terminal or when the cursor cannot move', () => {
    expect(written({ isTTY: false })).toBe(lines);
    expect(written({ isTTY: true, columns: 80 }, { TERM: 'dumb' })).toBe(lines);
  });

  it('draws a bar in a wide terminal, and a percentage before the name in a narrow one', () => {
    expect(written({ isTTY: true, columns: 80 })).toMatch(/Downloading an-owner\S+ ━{12} {12} +50% \(10\.0 MB\)/);
    const narrow = written({ isTTY: true, columns: 40 });
    expect(narrow).toMatch(/ 50% Downloading an-owner/);
    expect(narrow).not.toContain('━');
  });
});
