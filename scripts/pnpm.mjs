// npm run pnpm -- ARGS: pnpm in this repository's version, for adding a dependency and for releases.
import { PNPM_VERSIONS, pnpmCommand, runNpm } from './set-up/pnpm.mjs';
import { exitLike } from './set-up/run.mjs';

exitLike(await runNpm([...pnpmCommand(PNPM_VERSIONS[0]), ...process.argv.slice(2)], {}));
