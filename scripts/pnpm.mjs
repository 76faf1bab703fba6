// npm run pnpm -- ARGS: runs this repository's version of pnpm, to add a dependency or to release.
import { PNPM_VERSIONS, pnpmCommand, runNpm } from './set-up/pnpm.mjs';
import { exitLike } from './set-up/run.mjs';

exitLike(await runNpm([...pnpmCommand(PNPM_VERSIONS[0]), ...process.argv.slice(2)], {}));
