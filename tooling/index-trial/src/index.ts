export type { TrialOptions, TrialResult } from './trial-ground.ts';
export { killTrial, overlapTrial } from './trials.ts';
export { startStore } from './start-store.ts';
