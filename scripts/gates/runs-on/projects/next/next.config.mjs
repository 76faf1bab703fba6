// Packages that Next.js cannot trace: native packages, weights, and the dependencies of lmdb.
const packages = [
  'onnxruntime-*',
  'tokenizers',
  '@x/model-*',
  '{lmdb,@lmdb/*,@harperfast/*,msgpackr*,@msgpackr-extract/*}',
  '{weak-lru-cache,ordered-binary,node-gyp-build-optional-packages,detect-libc}',
];

export default {
  output: 'standalone',
  outputFileTracingIncludes: { '/*': packages.map((name) => `./node_modules/${name}/**/*`) },
};
