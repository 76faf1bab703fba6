// Checks the container files of the programs and those in docs/deployment with linters. Then starts the contents of the server's image and
// sends requests to it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runNode } from '../../set-up/run.mjs';
import { ROOT } from '../../set-up/workspace.mjs';
import { isPossible } from './empty-root.mjs';
import { composeProblems, dockerfileProblems } from './file-problems.mjs';
import { readImage } from './image.mjs';
import { pageProblems } from './page-problems.mjs';
import { tryImage } from './try-image.mjs';

/** @returns {Promise<import('../run-gates.mjs').GateResult>} */
export async function checkContainers() {
  const server = readFiles('apps/server');
  const worker = readFiles('apps/index-worker');
  const found = [...server.problems(), ...worker.problems(), ...(await pageProblems())];
  if (found.length > 0) return { problems: found };
  const refused = await workerCommandProblems(parse(worker.compose).services.worker.command);
  if (refused.length > 0) return { problems: refused };
  if (!(await isPossible()))
    return { problems: [], note: 'image not started: user namespaces or their commands are not available here' };
  const { problems, note } = await tryImage(
    readImage(server.dockerfile),
    parse(server.compose).services.server.command,
  );
  return { problems: problems.map((problem) => `apps/server/Dockerfile: ${problem}`), note };
}

/** @param {string} folder folder of a program */
function readFiles(folder) {
  const dockerfile = readFileSync(join(ROOT, folder, 'Dockerfile'), 'utf8');
  const compose = readFileSync(join(ROOT, folder, 'compose.yaml'), 'utf8');
  const problems = () => [
    ...dockerfileProblems(dockerfile).map((problem) => `${folder}/Dockerfile: ${problem}`),
    ...composeProblems(compose).map((problem) => `${folder}/compose.yaml: ${problem}`),
  ];
  return { dockerfile, compose, problems };
}

/**
 * Checks that the worker accepts its command from Compose. Outside a container, it must fail only because its secret is missing.
 *
 * @param {readonly string[]} command
 */
async function workerCommandProblems(command) {
  const { code, output } = await runNode(join(ROOT, 'apps/index-worker/dist/main.js'), command, { capture: true });
  if (code === 1 && output.includes('--api-key-file /run/secrets/qdrant-key cannot be read')) return [];
  return [
    `apps/index-worker/compose.yaml: with the command in this file, the worker exited with code ${code}, and not because its secret is missing:\n${output}`,
  ];
}
