// Counts the index runs that end without a fault although their workers are killed and their database restarts.
import { engineTitles, installedEngines } from '../../tooling/database-servers/dist/index.js';
import { killTrial, overlapTrial } from '../../tooling/index-trial/dist/index.js';
import { goalRow } from '../report/rows.mjs';

const SIZES = {
  quick: { documents: 2000, seeds: { kills: 1, overlap: 1 } },
  full: { documents: 20_000, seeds: { kills: 20, overlap: 5 } },
};
const TRIALS = /** @type {const} */ ({
  kills: { title: 'one run over an existing index', run: killTrial },
  overlap: { title: 'two overlapping runs', run: overlapTrial },
});

/**
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureCluster({ mode }) {
  const { documents, seeds } = SIZES[mode];
  const rows = [];
  for (const kind of /** @type {const} */ (['kills', 'overlap'])) {
    for (const engine of installedEngines()) {
      const title = `${TRIALS[kind].title} on ${engineTitles[engine]}`;
      const passed = await countPassed({ engine, kind, title, documents, seeds: seeds[kind] });
      rows.push(
        goalRow({
          id: `goal/cluster/${engine}/${kind}`,
          description: `trials without a fault: ${title}, ${documents.toLocaleString('en-US')} documents, 4 workers, one killed every second, one restart of the database`,
          unit: 'trials',
          value: passed,
          relation: '>=',
          limit: seeds[kind],
        }),
      );
    }
  }
  return rows;
}

/** @param {{ engine: import('../../tooling/database-servers/dist/index.js').EngineName, kind: keyof typeof TRIALS, title: string, documents: number, seeds: number }} trials */
async function countPassed({ engine, kind, title, documents, seeds }) {
  let passed = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const options = { engine, seed, documents, workers: 4, killEach: { ms: 1000 } };
    const { faults, kills, seconds } = await TRIALS[kind].run(options);
    if (faults.length === 0) passed++;
    const outcome = faults.length === 0 ? 'no fault' : `faults:\n${faults.join('\n')}`;
    process.stderr.write(`bench: ${title}, seed ${seed}, ${kills} kills, ${seconds.toFixed(0)} s: ${outcome}\n`);
  }
  return passed;
}
