export { ProgramError, UsageError } from './program-error.ts';
export { exitCodes, type FailureReport, reportFailure } from './report-failure.ts';
export { type Program, runProgram } from './run-program.ts';
