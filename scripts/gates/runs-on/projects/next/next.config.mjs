// What Next.js cannot follow: native packages, weights, and what lmdb needs.
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
