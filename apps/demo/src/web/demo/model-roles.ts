import type { Reranker } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';

import { ModelCatalogue } from './model-catalogue.ts';
import type { LoadedModel, ModelLoader } from './model-slot.ts';
import type { DemoEmbedder } from './passages.ts';

/** Where the models of a role are listed, and how they are loaded. */
export interface RoleModels<Model> {
  readonly catalogue: ModelCatalogue;
  readonly load: ModelLoader<Model>;
}

/** Both roles. */
export interface RolesModels {
  readonly embedder: RoleModels<DemoEmbedder>;
  readonly reranker: RoleModels<Reranker & LoadedModel>;
}

// The model packages are this program's own dependencies, wherever it is started from. Long texts are divided, see passages.ts; what cannot be is cut.
const common = { searchFrom: [import.meta.url], truncationPolicy: 'truncate' } as const;

/** The models that `@x/embed` and `@x/cross-encoder` know by name. */
export function listRolesModels(): RolesModels {
  return {
    embedder: {
      catalogue: new ModelCatalogue(TextEmbedding.listSupportedModels()),
      load: (name, { offline, ...options }) =>
        TextEmbedding.load(name, { ...common, ...options, ...(offline && { offline }) }),
    },
    reranker: {
      catalogue: new ModelCatalogue(TextCrossEncoder.listSupportedModels()),
      load: (name, { offline, ...options }) =>
        TextCrossEncoder.load(name, { ...common, ...options, ...(offline && { offline }) }),
    },
  };
}
