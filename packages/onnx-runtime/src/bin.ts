#!/usr/bin/env node
import { runProgram } from '@x/core/program';

import { runProgram as runOnnxRuntime } from './prune/run-program.ts';

await runProgram({
  run: (args) =>
    runOnnxRuntime(
      args,
      (text) => process.stdout.write(text),
      (text) => process.stderr.write(text),
    ),
});
