/** The parameters of a simulated cluster. */
export interface Scenario {
  readonly documents: number;
  /** Documents per unit. A unit is one file, as in a dump. */
  readonly documentsPerUnit: number;
  /** Processes, one on each machine. */
  readonly workers: number;
  /** Rate of embedding of one worker. */
  readonly documentsPerSecond: number;
  /** Rate at which one worker detects unchanged documents. */
  readonly unchangedPerSecond: number;
  readonly queueRequestsPerSecond: number;
  readonly queueLatencyMs: number;
  /** Rate of the store, with all its nodes. */
  readonly pointsPerSecond: number;
  readonly storeLatencyMs: number;
  /** The store responds with 429 while its backlog is longer than this. */
  readonly storeBacklogMs: number;
  /** Mean time between two losses of one worker. */
  readonly hoursBetweenLosses: number;
  /** Time until a lost worker runs again with its model loaded. */
  readonly restartMs: number;
  readonly lockMs: number;
  /** Share of slow workers. They take `slowFactor` times as long. */
  readonly slowShare: number;
  readonly slowFactor: number;
  /** Price per hour of one worker's machine. */
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
