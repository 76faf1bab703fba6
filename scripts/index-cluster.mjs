// npm run index-cluster -- COMMAND: installs and builds when needed, then runs the program of the index queue.
import { runApp } from './run-app.mjs';

await runApp('index-worker', 'src/arguments/usage.ts');
