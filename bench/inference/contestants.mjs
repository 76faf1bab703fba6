// The contestants of the inference benchmark. A new contestant is one program that uses serve.mjs or serve.py, and one entry here.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installJavaScriptPeer } from '../peers/install-javascript-peer.mjs';
import { installPythonPeer } from '../peers/install-python-peer.mjs';

const BENCH = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} Contestant
 * @property {string} id
 * @property {string} name
 * @property {() => Promise<string[]>} install installs it and returns the command that starts it; its error says why it cannot take part
 * @property {boolean} reranks whether it can run the reranking model
 * @property {boolean} [isSlow] gets fewer texts; it pads each text to the token limit, so the number of texts does not change its rate
 * @property {'mean' | 'first token'} pooling
 * @property {number} minCosine lowest permitted cosine to this project's vectors; lower for other weights of the same model
 *
 * @typedef {import('../side-by-side/participant.mjs').Participant<Contestant>} InferenceParticipant
 */

/** @type {readonly Contestant[]} */
export const CONTESTANTS = [
  {
    id: 'this-project',
    name: 'this project',
    install: async () => [process.execPath, join(BENCH, 'contestants/this-project.mjs')],
    reranks: true,
    pooling: 'mean',
    minCosine: 0.999,
  },
  {
    id: 'raw-floor',
    name: 'raw floor',
    install: async () => [process.execPath, join(BENCH, 'contestants/raw-floor.mjs')],
    reranks: true,
    pooling: 'mean',
    minCosine: 0.999,
  },
  {
    id: 'fastembed-python',
    name: 'FastEmbed (Python)',
    install: () => installPythonPeer(join(BENCH, 'peers/fastembed-python')),
    reranks: true,
    pooling: 'mean',
    minCosine: 0.999,
  },
  {
    id: 'sentence-transformers',
    name: 'sentence-transformers',
    install: () => installPythonPeer(join(BENCH, 'peers/sentence-transformers')),
    reranks: false,
    pooling: 'mean',
    minCosine: 0.99,
  },
  {
    id: 'fastembed-js',
    name: 'fastembed-js',
    install: () => installJavaScriptPeer(join(BENCH, 'peers/fastembed-js')),
    reranks: false,
    isSlow: true,
    pooling: 'first token',
    minCosine: 0.999,
  },
  {
    id: 'transformers-js',
    name: 'transformers.js',
    install: () => installJavaScriptPeer(join(BENCH, 'peers/transformers-js')),
    reranks: true,
    pooling: 'mean',
    minCosine: 0.999,
  },
];
