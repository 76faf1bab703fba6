// What a project has in its manifest that uses all packages of the program, from their tarballs.
import { packAll } from '../pack.mjs';

const OWN = [
  '@x/cross-encoder',
  '@x/embed',
  '@x/qdrant-adapter',
  '@x/model-all-minilm-l6-v2',
  '@x/model-bge-small-reranker-en',
  // Below them: npm takes these instead of looking for them in its registry.
  '@x/core',
  '@x/model-hub',
  '@x/onnx-runtime',
  '@x/qdrant-local',
  '@x/tokenizer',
];

/** @returns {Promise<Record<string, string>>} */
export async function ownDependencies() {
  const tarballs = await packAll();
  return Object.fromEntries(OWN.map((name) => [name, `file:${tarballs.get(name)?.replaceAll('\\', '/')}`]));
}

export const nativeDependencies = { 'onnxruntime-node': '1.30.0', tokenizers: '0.23.2' };
