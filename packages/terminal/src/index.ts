export { count } from './count.ts';
export { columnsOf, cut, withText, wrap } from './fit-columns.ts';
export { fitUsage } from './fit-usage.ts';
export { markMatches } from './mark-matches.ts';
export { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
export { printable, printableLine } from './printable.ts';
export type { ProgramStreams } from './program-streams.ts';
export { createStyle, type Style } from './style.ts';
