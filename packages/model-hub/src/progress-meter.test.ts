import type { ProgressEvent } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProgressMeter } from './progress-meter.ts';

describe('createProgressMeter', () => {
  it('starts at 0, ends at the total, never decreases, and sends at most 203 events', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 100_000 }), { maxLength: 1000 }), (blocks) => {
        const events: ProgressEvent[] = [];
        const total = blocks.reduce((sum, size) => sum + size, 0);
        const meter = createProgressMeter({
          phase: 'verify',
          subject: 'm',
          total,
          onProgress: (event) => events.push(event),
        });
        for (const size of blocks) meter.add(size, 'model.onnx');
        meter.finish();
        const completed = events.map((event) => event.completed);
        expect(completed.at(0)).toBe(0);
        expect(completed.at(-1)).toBe(total);
        expect(completed).toEqual(completed.toSorted((a, b) => a - b));
        expect(events.filter((event, index) => event.completed === total && index > 0)).toHaveLength(1);
        expect(events.length).toBeLessThanOrEqual(203);
      }),
    );
  });
});
