import type { UnitEvent } from '@x/index-queue';
import { describe, expect, it } from 'vitest';

import { createWorkLog } from './work-log.ts';

const event: UnitEvent = { runId: 5, items: 64, outcome: 'done', documents: 1000, rejected: 0, ms: 912.4 };
const now = (): Date => new Date('2026-01-02T03:04:05.678Z');

function lineOf(unit: UnitEvent, json = false): string {
  let written = '';
  createWorkLog((line) => (written += line), { json, now }).unit(unit);
  return written;
}

describe('createWorkLog', () => {
  it.each<[Partial<UnitEvent>, string]>([
    [{}, '1,000 documents in 0.91 s'],
    [{ documents: 1, rejected: 1, ms: 13_000 }, '1 document in 13 s, 1 rejected'],
    [{ outcome: 'superseded' }, '64 items skipped: a run after 5 is finished'],
    [{ outcome: 'failed', reason: 'a\nb' }, '64 items failed: a·b'],
    [{ outcome: 'dead', reason: 'no text', error: new Error('secret text') }, '64 items given up: no text'],
    [{ outcome: 'pause', reason: 'HTTP 429' }, 'Waiting, as a server requested: HTTP 429'],
  ])('writes a line with the time for %j', (further, text) => {
    expect(lineOf({ ...event, ...further }).replace(/^\d\d:\d\d:\d\d /, '')).toBe(`${text}\n`);
  });

  it('writes JSON with `json`', () => {
    expect(
      JSON.parse(lineOf({ ...event, outcome: 'failed', reason: 'down', error: new Error('secret text') }, true)),
    ).toEqual({
      time: '2026-01-02T03:04:05.678Z',
      event: 'unit',
      runId: 5,
      items: 64,
      outcome: 'failed',
      documents: 1000,
      rejected: 0,
      ms: 912,
      reason: 'down',
    });
  });
});
