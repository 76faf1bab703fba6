// npm run pnpm -- ARGS: pnpm in this repository's version, for adding a dependency and for releases.
import { PNPM_VERSIONS, runNpm } from './set-up/pnpm.mjs';
import { exitLike } from './set-up/run.mjs';

const args = ['exec', '--yes', `--package=pnpm@${PNPM_VERSIONS[0]}`, '--', 'pnpm', ...process.argv.slice(2)];
exitLike(await runNpm(args, {}));
