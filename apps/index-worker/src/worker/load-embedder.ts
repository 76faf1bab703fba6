import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import type { ProgressListener } from '@x/core';
import { TextEmbedding } from '@x/embed';

/** Loads an embedding model: from the folder `model` if it exists, else the model with this name. */
export async function loadEmbedder(
  model: string,
  {
    cwd,
    ...options
  }: {
    readonly cwd: string;
    readonly offline: boolean;
    readonly signal: AbortSignal;
    readonly onProgress: ProgressListener;
  },
): Promise<TextEmbedding> {
  // The bundled model is a dependency of this program, so it is resolved from here and not from `cwd`.
  const loading = { ...options, searchFrom: [import.meta.url] };
  const modelPath = resolve(cwd, model);
  if (!statSync(modelPath, { throwIfNoEntry: false })?.isDirectory()) return TextEmbedding.load(model, loading);
  return TextEmbedding.load(basename(modelPath), { ...loading, modelPath });
}
