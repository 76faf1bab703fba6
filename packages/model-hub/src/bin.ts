#!/usr/bin/env node
import { runProgram } from '@x/core/program';

import { runProgram as runModelHub } from './program/run-program.ts';

await runProgram({ run: (args) => runModelHub(args) });
