// The container files of the server, and those that docs/deployment shows, pass their linters; what the image is made of starts and answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../set-up/workspace.mjs';
import { isPossible } from './empty-root.mjs';
import { composeProblems, dockerfileProblems } from './file-problems.mjs';
import { readImage } from './image.mjs';
import { pageProblems } from './page-problems.mjs';
import { tryImage } from './try-image.mjs';

/** @returns {Promise<import('../run-gates.mjs').GateResult>} */
export async function checkContainers() {
  const dockerfile = readFileSync(join(ROOT, 'apps/server/Dockerfile'), 'utf8');
  const compose = readFileSync(join(ROOT, 'apps/server/compose.yaml'), 'utf8');
  const found = [
    ...dockerfileProblems(dockerfile).map((problem) => `apps/server/Dockerfile: ${problem}`),
    ...composeProblems(compose).map((problem) => `apps/server/compose.yaml: ${problem}`),
    ...(await pageProblems()),
  ];
  if (found.length > 0) return { problems: found };
  if (!(await isPossible())) return { problems: [], note: 'not run: no namespaces for users here' };
  const { problems, note } = await tryImage(readImage(dockerfile), parse(compose).services.server.command);
  return { problems: problems.map((problem) => `apps/server/Dockerfile: ${problem}`), note };
}
