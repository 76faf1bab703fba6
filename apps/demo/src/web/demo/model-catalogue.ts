import type { SupportedRerankerModel } from '@x/cross-encoder';
import { isNonCommercial, listInstalledModels, resolveModel } from '@x/model-hub';

import type { ModelChoice } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';

/** An entry in a list of supported models of either role. */
export type SupportedModel = Pick<
  SupportedRerankerModel,
  'model' | 'description' | 'license' | 'sizeInGB' | 'sources' | 'modelFile' | 'additionalFiles' | 'bundled'
>;

/** The models of one role that can be chosen. */
export class ModelCatalogue {
  readonly #models: readonly SupportedModel[];
  readonly #choices = new Map<string, ModelChoice>();

  constructor(models: readonly SupportedModel[]) {
    // The other models are only available in the archives of FastEmbed.
    this.#models = models.filter(({ bundled, sources }) => bundled || sources.hf !== undefined);
    for (const model of this.#models) this.#set(toChoice(model));
  }

  get choices(): readonly ModelChoice[] {
    return Array.from(this.#choices.values());
  }

  /** Returns the model with a name. The case does not matter. @throws {RequestFailure} 404 for an unknown name. */
  require(name: string): ModelChoice {
    const found = this.#choices.get(name.toLowerCase());
    if (found !== undefined) return found;
    const message = `'${name}' is not a known model. GET /api/state lists the known models under choices.`;
    throw new RequestFailure({ status: 404, code: 'UNKNOWN_MODEL', message, parameter: 'name' });
  }

  /** Marks a loaded model as installed. Adds it if no list contains its name. */
  addInstalled(name: string): void {
    const known = this.#choices.get(name.toLowerCase());
    const unknown = {
      bytes: 0,
      license: 'unknown',
      commercialUse: false,
      description: 'Given on the command line',
    };
    this.#set({ ...(known ?? { name, ...unknown }), installed: true });
  }

  /** Looks for models in packages and in the cache, without a connection. Files that are new in the cache are verified completely. */
  async findInstalled(signal: AbortSignal): Promise<void> {
    const packages = await listInstalledModels({ searchFrom: [import.meta.url] });
    for (const { model, manifest } of packages) {
      const choice = this.#choices.get(model.toLowerCase());
      const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
      if (choice !== undefined) this.#set({ ...choice, installed: true, bytes });
    }
    for (const { model, sources, modelFile, additionalFiles, bundled } of this.#models) {
      if (signal.aborted) return;
      if (bundled || sources.hf === undefined) continue;
      const options = { repository: sources.hf, modelFile, additionalFiles, offline: true, signal };
      // A rejection means that the model is missing or damaged. Loading it reports which.
      const isHere = await resolveModel(model, options).then(
        () => true,
        () => false,
      );
      if (isHere) this.addInstalled(model);
    }
  }

  #set(choice: ModelChoice): void {
    this.#choices.set(choice.name.toLowerCase(), choice);
  }
}

function toChoice({ model, description, license, sizeInGB = 0, bundled }: SupportedModel): ModelChoice {
  return {
    name: model,
    installed: bundled,
    bytes: Math.round(sizeInGB * 1e9),
    license: license ?? 'unknown',
    commercialUse: license !== undefined && !isNonCommercial(license),
    description,
  };
}
