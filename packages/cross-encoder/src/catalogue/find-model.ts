import { listModels } from './custom-models.ts';
import type { SupportedRerankerModel } from './supported-reranker-model.ts';

/** The reranker of that name, whatever its case; `undefined` when there is none. */
export function findModel(name: string): SupportedRerankerModel | undefined {
  return listModels().find(({ model }) => model.toLowerCase() === name.toLowerCase());
}
