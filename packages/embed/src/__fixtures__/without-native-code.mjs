// Hides onnxruntime-node and tokenizers from module resolution. Prints the vector of a static model and the error of an ONNX model.
import Module, { register } from 'node:module';

const hidden = /^(onnxruntime-(node|common|web)|tokenizers)(\/|$|-)/;
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  if (hidden.test(request)) throw Object.assign(new Error(`${request} is hidden`), { code: 'MODULE_NOT_FOUND' });
  return resolveFilename(request, ...rest);
};
register(
  `data:text/javascript,${encodeURIComponent(`export async function resolve(specifier, context, next) {
    if (${hidden}.test(specifier)) throw new Error(specifier + ' is hidden');
    return next(specifier, context);
  }`)}`,
);

const { StaticTextEmbedding, TextEmbedding } = await import('@x/embed');
const embedding = await StaticTextEmbedding.load('tiny', { modelPath: process.argv[2] });
const [vector] = await embedding.embed(['hello world']);
const other = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true, isolation: 'inline' }).then(
  () => 'loaded',
  ({ code, packageName, problem }) => ({ code, packageName, problem }),
);
process.stdout.write(JSON.stringify({ vector: [...vector], other }));
