import type { Reranker } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';

import { ModelCatalogue } from './model-catalogue.ts';
import type { LoadedModel, ModelLoader } from './model-slot.ts';
import type { DemoEmbedder } from './passages.ts';

/** The catalogue and the loader of the models of a role. */
export interface RoleModels<Model> {
  readonly catalogue: ModelCatalogue;
  readonly load: ModelLoader<Model>;
}

/** The catalogues and loaders of both roles. */
export interface RolesModels {
  readonly embedder: RoleModels<DemoEmbedder>;
  readonly reranker: RoleModels<Reranker & LoadedModel>;
}

// Finds the model packages, which are dependencies of this program, whatever the working directory. Long texts are split, see passages.ts. Texts
// that cannot be split are truncated.
const common = { searchFrom: [import.meta.url], truncationPolicy: 'truncate' } as const;

/** Returns the supported models of `@x/embed` and `@x/cross-encoder`. */
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
