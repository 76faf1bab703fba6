// The gates in the order in which CI runs them, quick ones first.
import { join } from 'node:path';
import { checkContainers } from './containers/check-containers.mjs';
import { checkInstalls } from './installs/check-installs.mjs';
import { checkPackedUses } from './pack-test/pack-test.mjs';
import { checkWays } from './runs-on/check-ways.mjs';
import { frameworks } from './runs-on/frameworks.mjs';
import { ways } from './runs-on/ways.mjs';
import { checkSite } from './site/check-site.mjs';
import { runNode } from '../set-up/run.mjs';
import { ROOT } from '../set-up/workspace.mjs';
import { checkChangesets } from './changesets.mjs';
import { checkDecisions } from './decisions.mjs';
import { checkFences } from './fences/check-fences.mjs';
import { checkLinks } from './links.mjs';
import { checkPackaging } from './packaging.mjs';
import { checkSizes } from './size.mjs';

// Files that the build does not check: tests, scripts, and the tests of the demo's page, which use the types of a browser.
const TYPE_CHECKS = ['-b', 'tsconfig.test.json', 'apps/demo/page/tests'];

/** @type {readonly import('./run-gates.mjs').Gate[]} */
export const GATES = [
  { name: 'format', check: () => tool('oxfmt/bin/oxfmt', ['--check', '.'], 'npm run format') },
  // Without --deny-warnings, oxlint exits with 0 on warnings.
  { name: 'lint', check: () => tool('oxlint/bin/oxlint', ['--deny-warnings', '.'], 'npm run lint') },
  { name: 'types', check: () => tool('typescript/bin/tsc', TYPE_CHECKS, 'fix the files named above') },
  {
    name: 'knip',
    check: () =>
      tool('knip/bin/knip.js', [], 'delete unused files, exports and dependencies, or list them in knip.json'),
  },
  { name: 'changesets', check: async () => checkChangesets(ROOT) },
  { name: 'packaging', check: checkPackaging },
  { name: 'size', check: checkSizes },
  { name: 'links', check: async () => checkLinks(ROOT) },
  { name: 'decisions', check: async () => checkDecisions(ROOT) },
  { name: 'fences', check: () => checkFences(ROOT) },
  { name: 'site', check: checkSite },
  { name: 'tarballs', check: checkPackedUses },
  { name: 'installs', check: checkInstalls },
  { name: 'containers', check: checkContainers },
  { name: 'runs-on', check: () => checkWays(ways) },
  { name: 'frameworks', check: () => checkWays(frameworks) },
];

/**
 * Runs an installed tool as a gate.
 *
 * @param {string} file start file of an installed tool
 * @param {readonly string[]} args
 * @param {string} remedy
 * @returns {Promise<import('./run-gates.mjs').GateResult>}
 */
async function tool(file, args, remedy) {
  const { code, output } = await runNode(join(ROOT, 'node_modules', file), args, { cwd: ROOT, capture: true });
  return { problems: code === 0 ? [] : [`${output.trim()}\nRemedy: ${remedy}`] };
}
