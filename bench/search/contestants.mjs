// The contestants of the search benchmark.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonPeer } from '../peers/install-python-peer.mjs';

const BENCH = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} SearchContestant
 * @property {string} id
 * @property {string} name
 * @property {() => Promise<string[]>} install installs it and returns the command that starts it; its error says why it cannot take part
 */

/** @type {readonly SearchContestant[]} */
export const CONTESTANTS = [
  {
    id: 'this-project',
    name: 'this project',
    install: async () => [process.execPath, join(BENCH, 'search/contestants/this-project.mjs')],
  },
  {
    id: 'memory-floor',
    name: 'one pass over the same bytes',
    install: async () => [process.execPath, join(BENCH, 'search/contestants/memory-floor.mjs')],
  },
  {
    id: 'qdrant-client-local',
    name: 'qdrant-client, local mode (Python)',
    install: () => installPythonPeer(join(BENCH, 'peers/qdrant-client-local')),
  },
  {
    id: 'usearch',
    name: 'usearch, exact (Python)',
    install: () => installPythonPeer(join(BENCH, 'peers/usearch')),
  },
];
