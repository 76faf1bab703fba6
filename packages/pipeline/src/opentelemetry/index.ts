export { traceEvents } from './trace-events.ts';
