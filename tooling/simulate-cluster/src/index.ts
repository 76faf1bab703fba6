export { defaultScenario, type Scenario } from './scenario.ts';
export { simulate, type SimulatedRun } from './simulate.ts';
