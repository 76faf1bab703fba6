// The contestants of the benchmark that compares int8 weights with float32 weights.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/set-up/run.mjs';
import { CONTESTANTS } from '../inference/contestants.mjs';
import { installPeerEnvironment } from '../peers/install-python-peer.mjs';

const BENCH = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} Int8Contestant
 * @property {string} id
 * @property {string} name
 * @property {() => Promise<Started>} install
 * @property {boolean} reranks
 *
 * @typedef {{ command: readonly string[], settings?: object }} Started `settings`: replace the common settings
 */

/** @param {string} id @returns {Int8Contestant} */
function known(id) {
  const contestant = CONTESTANTS.find((candidate) => candidate.id === id);
  if (contestant === undefined) throw new Error(`Unknown contestant "${id}".`);
  return { ...contestant, install: async () => ({ command: await contestant.install() }) };
}

/** @type {readonly Int8Contestant[]} */
export const INT8_CONTESTANTS = [
  { ...known('this-project'), name: 'this project, float32' },
  {
    ...known('this-project'),
    id: 'this-project-int8',
    name: 'this project, int8',
    install: async () => ({ ...(await known('this-project').install()), settings: { dtype: 'int8' } }),
  },
  known('fastembed-python'),
  { id: 'fastembed-int8', name: 'FastEmbed (Python), int8', install: installQuantizedFastEmbed, reranks: false },
  known('sentence-transformers'),
];

/** Installs FastEmbed with a dynamically quantized copy of the model, quantized as the files on the hub are. */
async function installQuantizedFastEmbed() {
  const folder = join(BENCH, 'peers/fastembed-int8');
  const python = await installPeerEnvironment(folder);
  const embedder = join(BENCH, '.cache/fastembed-int8');
  const model = join(BENCH, '../models/all-minilm-l6-v2');
  const { code, output } = await run(python, [join(folder, 'quantize.py'), model, embedder], { capture: true });
  if (code !== 0) throw new Error(`its model could not be quantized: ${output.trim().split('\n').at(-1)}`);
  return { command: [python, join(BENCH, 'peers/fastembed-python/contestant.py')], settings: { embedder } };
}
