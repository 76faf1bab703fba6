// Packages with native code or weights, which stay outside a bundle.
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BESIDE = [
  'onnxruntime-node',
  'onnxruntime-common',
  'tokenizers',
  'lmdb',
  'snowball-stemmers',
  '@x/model-all-minilm-l6-v2',
  '@x/model-bge-small-reranker-en',
];

/**
 * Links these packages into the `node_modules` of another folder.
 *
 * @param {string} folder folder in which they are installed
 * @param {string} place
 */
export function linkBeside(folder, place) {
  for (const name of BESIDE) {
    const target = join(place, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(folder, 'node_modules', name), target, 'junction');
  }
}
