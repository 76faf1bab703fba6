#!/usr/bin/env node
import { runProgram } from './program/run-program.ts';

const stop = new AbortController();
// The first signal shuts the program down cleanly. A second one has no listener any more and ends it immediately.
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
process.exitCode = await runProgram(process.argv.slice(2), { signal: stop.signal });
