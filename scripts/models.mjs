// npm run models -- COMMAND ARGS: the program x-model-hub with the models that @x/embed and @x/cross-encoder know by name.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

await setUp();
const [embed, crossEncoder, program] = await Promise.all([
  importBuilt('packages/embed/dist/index.js'),
  importBuilt('packages/cross-encoder/dist/index.js'),
  importBuilt('packages/model-hub/dist/program/run-program.js'),
]);
const catalogue = [
  ...embed.TextEmbedding.listSupportedModels().map(toEntry('dense')),
  // Qdrant/bm25 has no file to fetch.
  ...embed.SparseTextEmbedding.listSupportedModels()
    .filter((/** @type {{ modelFile?: string }} */ { modelFile }) => modelFile !== undefined)
    .map(toEntry('sparse')),
  ...embed.LateInteractionTextEmbedding.listSupportedModels().map(toEntry('lateInteraction')),
  ...crossEncoder.TextCrossEncoder.listSupportedModels().map(toEntry('crossEncoder')),
];
process.exitCode = await program.runProgram(process.argv.slice(2), { catalogue });

/** @param {string} path below the root */
function importBuilt(path) {
  return import(pathToFileURL(join(ROOT, path)).href);
}

/** @param {string} kind */
function toEntry(kind) {
  return (/** @type {{ model: string, sources: { hf?: string } }} */ { model, ...facts }) => ({
    name: model,
    kind,
    ...(facts.sources.hf !== undefined && { repository: facts.sources.hf }),
    ...facts,
  });
}
