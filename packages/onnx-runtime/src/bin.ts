#!/usr/bin/env node
import { runProgram } from './prune/run-program.ts';

process.exitCode = runProgram(
  process.argv.slice(2),
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
);
