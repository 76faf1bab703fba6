// Report rows that compare models in WebAssembly with models in the native runtime.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { measuredRow } from '../report/rows.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const WORKLOADS = [
  { id: 'short', title: 'texts of 16 tokens', tokens: 16, count: 128 },
  { id: 'passages', title: 'passages of 150 tokens', tokens: 150, count: 16 },
];

/**
 * Runs `embed-with-runtimes.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full', threads: number }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureWasm({ mode, threads }) {
  const model = here('../../models/all-minilm-l6-v2');
  const options = { workloads: WORKLOADS, rounds: mode === 'quick' ? 5 : 15, model, threads };
  const { code, stdout, output } = await runNode(here('embed-with-runtimes.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`embed-with-runtimes.mjs exited with code ${code}:\n${output}`);
  /** @type {Record<string, import('./embed-with-runtimes.mjs').Measured>} */
  const measured = JSON.parse(stdout);
  return WORKLOADS.flatMap(({ id, title }) => {
    const { native = [], wasm = [], factors = [] } = measured[id] ?? {};
    return [
      measuredRow({ id: `wasm-${id}/native`, description: `${title}; native`, unit: 'texts/s', values: native }),
      measuredRow({ id: `wasm-${id}/wasm`, description: `${title}; WebAssembly`, unit: 'texts/s', values: wasm }),
      measuredRow({
        id: `wasm-${id}/factor`,
        description: `${title}; native rate divided by the rate of WebAssembly, per round`,
        unit: 'x',
        values: factors,
      }),
    ];
  });
}
