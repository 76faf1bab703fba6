export { measureEvents } from './measure-events.ts';
export type { MeasureEventsOptions, ProviderName, TraceEventsOptions } from './telemetry-options.ts';
export { traceEvents } from './trace-events.ts';
