import { InvalidArgumentError, requireOneOf, requireOptions, webPlatform } from '@x/core';
import { fetchModel } from '../sources/web.ts';
import { modelFileFor, modelDtypes } from '../model-dtype.ts';
import { modelSourceOptionKinds } from '../resolve-model-options.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import type { LocatedModel, LocateModelOptions } from './locate-model.ts';

const optionKinds = { ...modelSourceOptionKinds, catalogue: 'object', unlisted: 'object', dtype: 'text' } as const;

/**
 * In a browser: fetches the files of a catalogue model from a folder of a web server, checks them against its `manifest.json`, and keeps them in the
 * browser's cache. `modelPath` is the URL of the folder.
 *
 * @throws {UnknownModelError} when the catalogue does not contain the model. It suggests similar names.
 * @throws {InvalidArgumentError} when `modelPath` is missing or not a URL, or an option is out of range.
 * @throws {ModelFileError} when the folder has no manifest of this model, or a file is missing or differs from the manifest.
 * @throws {DownloadError} when the server cannot be reached or refuses a file.
 */
export async function locateModel<Entry extends CatalogueEntry>(
  name: string,
  options: LocateModelOptions<Entry>,
): Promise<LocatedModel<Entry>> {
  const { catalogue, modelPath, dtype = 'fp32', signal, onProgress } = requireOptions(options, optionKinds);
  const entry = catalogue.require(name);
  if (modelPath === undefined) {
    const expected = "the address of the model's folder";
    const advice = 'A browser needs this address. The folder contains a manifest.json.';
    throw new InvalidArgumentError({ parameter: 'modelPath', value: modelPath, expected, advice });
  }
  requireOneOf(dtype, 'dtype', modelDtypes);
  const folder = addressOf(modelPath);
  const resolved = await fetchModel(entry.model, folder, {
    graph: modelFileFor('model.onnx', dtype),
    signal,
    onProgress,
  });
  return { entry, resolved };
}

/** Returns the absolute URL of a folder, with a trailing slash. */
function addressOf(modelPath: string): string {
  try {
    const { href } = new URL(modelPath, webPlatform.location?.href);
    return href.endsWith('/') ? href : `${href}/`;
  } catch {
    const expected = "the address of the model's folder, absolute or relative to the page";
    throw new InvalidArgumentError({ parameter: 'modelPath', value: modelPath, expected });
  }
}
