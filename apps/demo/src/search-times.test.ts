import type { PipelineEvent } from '@x/pipeline';
import { expect, it } from 'vitest';

import { EmbedTimer, roundTime } from './search-times.ts';

const event: PipelineEvent = { kind: 'end', operation: 'search', call: 1, span: 1, stage: 'embed', durationMs: 4 };

it('EmbedTimer returns the longest completed embedding of a query', () => {
  const timer = new EmbedTimer();
  expect(timer.longestMs).toBe(0);
  timer.onEvent(event);
  timer.onEvent({ ...event, durationMs: 9 });
  timer.onEvent({ ...event, durationMs: 2 });
  timer.onEvent({ ...event, operation: 'index', durationMs: 100 });
  timer.onEvent({ ...event, stage: 'rerank', durationMs: 100 });
  timer.onEvent({ ...event, kind: 'error', durationMs: 100 });
  expect(timer.longestMs).toBe(9);
});

it('roundTime rounds to tenths of a millisecond and returns 0 for a missing time', () => {
  expect([roundTime(1.26), roundTime(1.24), roundTime()]).toEqual([1.3, 1.2, 0]);
});
