import { UsageError } from '@x/core/program';
import { copyFile, cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { resolveModel } from '@x/model-hub';

const page = fileURLToPath(new URL('../static-page/', import.meta.url));
/** The bundled models by the names of their folders on the page. */
const models = {
  'all-minilm-l6-v2': 'sentence-transformers/all-MiniLM-L6-v2',
  'bge-small-reranker-en': 'x/bge-small-reranker-en',
};

/**
 * Writes the static page and both models, which run in the browser, to a folder that any web server can serve.
 *
 * @throws {UsageError} when the folder is not empty or cannot be created.
 */
export async function writeStaticSite(folder: string): Promise<void> {
  const files = await makeFolder(folder);
  if (files === undefined)
    throw new UsageError(`--static needs a folder that can be created, but ${folder} cannot be created.`);
  if (files.length > 0) throw new UsageError(`--static needs an empty folder, but ${folder} contains files.`);
  await cp(page, folder, { recursive: true });
  for (const [name, model] of Object.entries(models)) {
    const { directory, manifest } = await resolveModel(model, {
      source: 'bundled',
      modelFile: 'model.onnx',
      searchFrom: [import.meta.url],
    });
    const target = join(folder, 'models', name);
    await mkdir(target, { recursive: true });
    const copied = ['manifest.json', ...(manifest?.files ?? []).map(({ path }) => path)];
    // The page only uses the float32 weights.
    for (const file of copied.filter((path) => path !== 'model_int8.onnx')) {
      await copyFile(join(directory, file), join(target, file));
    }
  }
}

/** Creates a folder if it is missing, and returns the names of its files. Returns `undefined` if it cannot be created or read. */
async function makeFolder(folder: string): Promise<readonly string[] | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch {
    return undefined;
  }
}
