// Dependencies of a project that uses all packages of the program.

/** Packages of this repository. They and their dependencies from this repository are installed from tarballs. */
export const ownPackages = [
  '@x/cross-encoder',
  '@x/embed',
  '@x/qdrant-adapter',
  '@x/model-all-minilm-l6-v2',
  '@x/model-bge-small-reranker-en',
];

export const nativeDependencies = { 'onnxruntime-node': '1.30.0', tokenizers: '0.23.2' };
