// Checks that pruned installations run and stay within their size budgets.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../../set-up/run.mjs';
import { prune, sizeOf, withInstallation } from './installs.mjs';

const model = '@x/model-all-minilm-l6-v2';

export const checked = [
  { name: 'embed and a model', own: ['@x/embed', model], program: 'embed.mjs', says: '384 numbers', budget: 95 },
  {
    name: 'search with two models',
    own: ['@x/pipeline', '@x/embed', '@x/cross-encoder', '@x/qdrant-adapter', model, '@x/model-bge-small-reranker-en'],
    program: 'search.mjs',
    says: 'Bees make honey from nectar.',
    budget: 160,
  },
];

/** @returns {Promise<import('../run-gates.mjs').GateResult>} */
export async function checkInstalls() {
  const problems = [];
  const notes = [];
  for (const one of checked) {
    const { megabytes, failure } = await withInstallation(one, (folder) => tryPruned(folder, one));
    notes.push(`${one.name}: ${megabytes.toFixed(1)} MB`);
    if (megabytes > one.budget)
      problems.push(
        `${one.name}: ${megabytes.toFixed(1)} MB after pruning, over the budget of ${one.budget} MB: make it smaller, or raise the budget.`,
      );
    if (failure !== undefined) problems.push(`${one.name}: ${failure}`);
  }
  return { problems, note: notes.join(', ') };
}

/** @param {string} folder @param {typeof checked[number]} installation */
async function tryPruned(folder, { program, says }) {
  await prune(folder);
  const { megabytes } = sizeOf(folder);
  cpSync(join(import.meta.dirname, 'programs', program), join(folder, program));
  const { code, output, stdout } = await runNode(program, [], { cwd: folder, capture: true });
  if (code === 0 && stdout.trim() === says) return { megabytes, failure: undefined };
  return {
    megabytes,
    failure: `after pruning, ${program} exits with code ${code} and prints\n${output.trim()}\ninstead of\n${says}`,
  };
}
