#!/usr/bin/env node
import { runProgram } from './program/run-program.ts';

const stop = new AbortController();
// The first signal ends the program in good order; a second one meets no listener any more and ends it at once.
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
process.exitCode = await runProgram(process.argv.slice(2), { signal: stop.signal });
