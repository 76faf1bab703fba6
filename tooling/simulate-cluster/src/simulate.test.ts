import { describe, expect, it } from 'vitest';

import { defaultScenario, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

const small: Scenario = { ...defaultScenario, documents: 400_000, documentsPerUnit: 1000, workers: 20, slowShare: 0 };

describe('a simulated run', () => {
  it('takes about as long as embedding when nothing else delays the workers', async () => {
    const { hours, busy, lostUnits, report } = await simulate({ ...small, hoursBetweenLosses: 1e6 });
    const alone = small.documents / small.workers / small.documentsPerSecond / 3600;
    expect(hours).toBeGreaterThan(alone);
    expect(hours).toBeLessThan(1.2 * alone);
    expect(busy.workers).toBeGreaterThan(0.8);
    expect(lostUnits).toBe(0);
    expect(report).toMatchObject({ units: 400, indexed: 400_000, failedUnits: 0 });
  });

  it('loses no unit when workers are lost often, and has the same result with the same seed', async () => {
    const scenario = { ...small, hoursBetweenLosses: 0.1, seed: 7 };
    const run = await simulate(scenario);
    expect(run.lostWorkers).toBeGreaterThan(10);
    expect(run.lostUnits).toBe(0);
    expect(run.report.failedUnits).toBe(0);
    expect(await simulate(scenario)).toEqual(run);
    expect((await simulate({ ...scenario, seed: 8 })).hours).not.toBe(run.hours);
  });

  it('is as fast as its store when that is the bottleneck, and loses no refused unit', async () => {
    const { hours, busy, refusals, lostUnits } = await simulate({ ...small, pointsPerSecond: 500 });
    expect(hours).toBeGreaterThan(small.documents / 500 / 3600);
    expect(busy.store).toBeGreaterThan(0.8);
    expect(refusals).toBeGreaterThan(0);
    expect(lostUnits).toBe(0);
  });

  it('is as fast as its queue when that is the bottleneck', async () => {
    const { busy, lostUnits } = await simulate({ ...small, documentsPerSecond: 1e5, queueRequestsPerSecond: 50 });
    expect(busy.queue).toBeGreaterThan(0.9);
    expect(lostUnits).toBe(0);
  });
});
