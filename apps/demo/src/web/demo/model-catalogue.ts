import type { SupportedRerankerModel } from '@x/cross-encoder';
import { isNonCommercial, listInstalledModels, resolveModel } from '@x/model-hub';

import type { ModelChoice } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';

/** What a list of supported models says of one, whatever its role. */
export type SupportedModel = Pick<
  SupportedRerankerModel,
  'model' | 'description' | 'license' | 'sizeInGB' | 'sources' | 'modelFile' | 'additionalFiles' | 'bundled'
>;

/** The models of one role that can be chosen. */
export class ModelCatalogue {
  readonly #models: readonly SupportedModel[];
  readonly #choices = new Map<string, ModelChoice>();

  constructor(models: readonly SupportedModel[]) {
    // The others can be had from FastEmbed's archives only.
    this.#models = models.filter(({ bundled, sources }) => bundled || sources.hf !== undefined);
    for (const model of this.#models) this.#set(toChoice(model));
  }

  get choices(): readonly ModelChoice[] {
    return Array.from(this.#choices.values());
  }

  /** The choice of that name, whatever its case. @throws {RequestFailure} 404 when there is none. */
  require(name: string): ModelChoice {
    const found = this.#choices.get(name.toLowerCase());
    if (found !== undefined) return found;
    const message = `There is no model '${name}' to choose. /api/state lists those there are, under choices.`;
    throw new RequestFailure({ status: 404, code: 'UNKNOWN_MODEL', message, parameter: 'name' });
  }

  /** Notes that a model is here: one that was loaded, perhaps by a name that no list has. */
  addInstalled(name: string): void {
    const known = this.#choices.get(name.toLowerCase());
    const unknown = {
      bytes: 0,
      licence: 'unknown',
      commercialUse: false,
      description: 'Named when the demo was started',
    };
    this.#set({ ...(known ?? { name, ...unknown }), installed: true });
  }

  /** Looks for models in packages and in the cache, without a connection. What a cache holds for the first time is checked whole. */
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
      // Not here, or damaged: loading it says which.
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
    licence: license ?? 'unknown',
    commercialUse: license !== undefined && !isNonCommercial(license),
    description,
  };
}
