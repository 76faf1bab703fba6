import { missingEngine } from '@x/database-servers';
import { describe, expect, it } from 'vitest';

import { killTrial, overlapTrial } from './index.ts';

const options = { seed: 1, documents: 2000, workers: 3, killEach: { units: 24 } };

describe.each(['redis', 'postgres'] as const)('workers that are killed, on %s', (engine) => {
  const skipped = missingEngine(engine);
  const test = it.skipIf(skipped !== '');

  test(`index each document once${skipped}`, { timeout: 300_000 }, async () => {
    const { faults, kills } = await killTrial({ ...options, engine });
    expect(faults).toEqual([]);
    expect(kills).toBeGreaterThan(3);
  });

  test(`leave the documents of the later of two overlapping runs${skipped}`, { timeout: 300_000 }, async () => {
    const { faults, kills } = await overlapTrial({ ...options, seed: 2, documents: 1000, engine });
    expect(faults).toEqual([]);
    expect(kills).toBeGreaterThan(3);
  });
});
