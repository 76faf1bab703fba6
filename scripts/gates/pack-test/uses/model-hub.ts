// needs: @x/model-all-minilm-l6-v2
import { basename } from 'node:path';
import { resolveModel } from '@x/model-hub';

const options = { modelFile: 'onnx/model.onnx', offline: true, searchFrom: [import.meta.url] };
const resolved = await resolveModel('sentence-transformers/all-MiniLM-L6-v2', options);
console.log(resolved.source, basename(resolved.modelFile)); // => bundled model.onnx
