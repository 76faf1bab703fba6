#!/usr/bin/env node
import { runProgram } from '@x/core/program';

import { runProgram as runQdrantLocal } from './program/run-program.ts';

await runProgram({ run: (args, signal) => runQdrantLocal(args, { signal }), endsOnSignal: true });
