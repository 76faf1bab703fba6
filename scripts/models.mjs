// npm run models -- COMMAND ARGS: runs x-model-hub with the models that @x/embed and @x/cross-encoder support by name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

// The usage text comes from the program's source, because the program may not be built yet.
refuseSwallowedFlags(readFileSync(join(ROOT, 'packages/model-hub/src/program/program-arguments.ts'), 'utf8'));
await setUp();
const [embed, crossEncoder, program] = await Promise.all([
  importBuilt('packages/embed/dist/index.js'),
  importBuilt('packages/cross-encoder/dist/index.js'),
  importBuilt('packages/model-hub/dist/program/run-program.js'),
]);
const kinds = {
  dense: embed.TextEmbedding,
  static: embed.StaticTextEmbedding,
  sparse: embed.SparseTextEmbedding,
  lateInteraction: embed.LateInteractionTextEmbedding,
  hybrid: embed.HybridTextEmbedding,
  crossEncoder: crossEncoder.TextCrossEncoder,
};
// Entries without `factsFrom` come from FastEmbed; a test compares them with FastEmbed's list.
const lists = readFileSync(join(ROOT, 'tooling/fastembed-models/models.json'), 'utf8');
const { fastembed } = JSON.parse(lists);
const models = Object.entries(kinds).flatMap(([kind, { listSupportedModels }]) =>
  listSupportedModels().map((/** @type {object} */ entry) => ({
    kind,
    factsFrom: `qdrant/fastembed ${fastembed}`,
    ...entry,
  })),
);
// Qdrant/bm25 has no file to fetch.
const catalogue = models.filter((/** @type {{ modelFile?: string }} */ { modelFile }) => modelFile !== undefined);
process.exitCode = await program.runProgram(process.argv.slice(2), { catalogue });

/** @param {string} path relative to the root */
function importBuilt(path) {
  return import(pathToFileURL(join(ROOT, path)).href);
}
