/** What a simulated cluster is made of. */
export interface Scenario {
  readonly documents: number;
  /** A unit is one file with so many documents, as dumps have them. */
  readonly documentsPerUnit: number;
  /** Processes, one on each machine. */
  readonly workers: number;
  /** What a worker embeds, alone. */
  readonly documentsPerSecond: number;
  /** How fast a worker finds documents unchanged. */
  readonly unchangedPerSecond: number;
  readonly queueRequestsPerSecond: number;
  readonly queueLatencyMs: number;
  /** What the store takes, all of its nodes together. */
  readonly pointsPerSecond: number;
  readonly storeLatencyMs: number;
  /** With more work than this before it, the store answers 429. */
  readonly storeBacklogMs: number;
  /** Between two losses of one worker, on average. */
  readonly hoursBetweenLosses: number;
  /** Until a lost worker is there again, with its model loaded. */
  readonly restartMs: number;
  readonly lockMs: number;
  /** Share of the workers that are slow, and how many times as long these take. */
  readonly slowShare: number;
  readonly slowFactor: number;
  /** Price of an hour of one worker's machine. */
  readonly hourPrice: number;
  readonly seed: number;
}

export const defaultScenario: Scenario = {
  documents: 1e9,
  documentsPerUnit: 1000,
  workers: 1000,
  documentsPerSecond: 75,
  unchangedPerSecond: 10_000,
  queueRequestsPerSecond: 10_000,
  queueLatencyMs: 1,
  pointsPerSecond: 150_000,
  storeLatencyMs: 5,
  storeBacklogMs: 5000,
  hoursBetweenLosses: 24,
  restartMs: 60_000,
  lockMs: 60_000,
  slowShare: 0.02,
  slowFactor: 4,
  hourPrice: 0.08,
  seed: 1,
};
