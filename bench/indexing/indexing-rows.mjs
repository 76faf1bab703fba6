// Report rows of one index run over many documents.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { measuredRow } from '../report/rows.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const CACHE = here('../.cache/indexing');
const TOKENS = 16;

/**
 * Runs `index-documents.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureIndexing({ mode }) {
  const count = mode === 'quick' ? 3000 : 100_000;
  mkdirSync(CACHE, { recursive: true });
  const options = { count, tokens: TOKENS, model: here('../../models/all-minilm-l6-v2'), folder: CACHE };
  const { code, stdout, output } = await runNode(here('index-documents.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`index-documents.mjs exited with code ${code}:\n${output}`);
  /** @type {{ indexed: number, points: number, unchanged: number, seconds: number, secondsAgain: number, peakMB: number, bytesPerDocument: number }} */
  const { indexed, points, unchanged, seconds, secondsAgain, peakMB, bytesPerDocument } = JSON.parse(stdout);
  if (indexed !== count || points !== count || unchanged !== count) {
    throw new Error(
      `Of ${count} documents, ${indexed} were indexed and ${points} stored, and the second run found ${unchanged} unchanged.`,
    );
  }
  const title = `${count.toLocaleString('en-US')} documents of ${TOKENS} tokens indexed in one run, all-MiniLM-L6-v2, on disk`;
  /** @type {readonly (readonly [id: string, name: string, unit: string, value: number])[]} */
  const rows = [
    ['first', 'first run', 'documents/s', count / seconds],
    ['first/peak', 'first run: peak resident memory', 'MB', peakMB],
    ['first/a-document-adds', 'first run: resident memory added per document', 'bytes', bytesPerDocument],
    ['again', 'the same documents again', 'documents/s', count / secondsAgain],
  ];
  return rows.map(([id, name, unit, value]) =>
    measuredRow({ id: `indexing/${id}`, description: `${title}; ${name}`, unit, values: [value] }),
  );
}
