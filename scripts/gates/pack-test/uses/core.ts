import { hasErrorCode, InvalidArgumentError, nearestNames, requireInteger, XError } from '@x/core';
import type { Embedder } from '@x/core';

const embedder: Pick<Embedder, 'modelName' | 'dimension'> = { modelName: 'all-MiniLM-L6-v2', dimension: 384 };
console.log(nearestNames('all-minilm', [embedder.modelName, 'bge-small'])); // => [ 'all-MiniLM-L6-v2' ]
try {
  requireInteger(0, 'topK', { min: 1 });
} catch (error) {
  console.log(error instanceof InvalidArgumentError, XError.isInstance(error)); // => true true
}
console.log(hasErrorCode(new Error('not one of ours'), 'INVALID_ARGUMENT')); // => false
