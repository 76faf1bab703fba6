// npm run demo -- FLAGS: installs and builds when needed, then runs the movie example.
import { runApp } from './run-app.mjs';

await runApp('demo', 'src/arguments/demo-arguments.ts');
