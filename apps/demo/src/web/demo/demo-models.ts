import type { Reranker } from '@x/core';

import type { DemoState, ModelChoice, ModelRequest, ModelRole } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';
import type { RolesModels } from './model-roles.ts';
import { type LoadedModel, ModelSlot } from './model-slot.ts';
import type { DemoEmbedder } from './passages.ts';

/** Options of {@link DemoModels}. */
export interface DemoModelsOptions {
  readonly models: RolesModels;
  /** True to open no connection to a hub, even for requests that allow a download. */
  readonly offline: boolean;
  /** Called when the state or a model changes. */
  readonly onChange: () => void;
  readonly onProgress: () => void;
}

/** The embedder and the reranker of the demo, and the models that can replace them. */
export class DemoModels {
  readonly embedder: ModelSlot<DemoEmbedder>;
  readonly reranker: ModelSlot<Reranker & LoadedModel>;
  readonly #options: DemoModelsOptions;
  readonly #closing = new AbortController();
  #search: Promise<void> = Promise.resolve();

  constructor(options: DemoModelsOptions) {
    const { models, onProgress } = options;
    const onChange = (): void => {
      this.#noteInstalled();
      options.onChange();
    };
    this.#options = options;
    this.embedder = new ModelSlot({ load: models.embedder.load, onChange, onProgress });
    this.reranker = new ModelSlot({ load: models.reranker.load, onChange, onProgress });
  }

  get state(): Pick<DemoState, 'models' | 'choices'> {
    const { embedder, reranker } = this.#options.models;
    return {
      models: { embedder: this.embedder.state, reranker: this.reranker.state },
      choices: { embedders: embedder.catalogue.choices, rerankers: reranker.catalogue.choices },
    };
  }

  /** Loads the initial models, from a hub if necessary, and looks for other installed models. */
  start(names: Readonly<Record<ModelRole, string>>): void {
    const { models, offline, onChange } = this.#options;
    this.embedder.choose(names.embedder, { offline });
    this.reranker.choose(names.reranker, { offline });
    const roles = [models.embedder, models.reranker];
    const { signal } = this.#closing;
    this.#search = Promise.allSettled(roles.map(({ catalogue }) => catalogue.findInstalled(signal))).then(onChange);
  }

  /**
   * Starts to load a model that replaces the current one of its role.
   *
   * @throws {RequestFailure} 404 for an unknown model, 409 for a model that is not installed and must not be downloaded.
   */
  choose({ role, name, download = false }: ModelRequest): void {
    const choice = this.#options.models[role].catalogue.require(name);
    if (!choice.installed && this.#options.offline) throw refuseOffline(choice);
    if (!choice.installed && !download) throw refuseDownload(choice);
    this[role].choose(choice.name, { offline: this.#options.offline || !download });
  }

  /** Stops loading the model of one role or of both. */
  cancel(role?: ModelRole): void {
    for (const each of ['embedder', 'reranker'] as const) if (role === undefined || role === each) this[each].cancel();
  }

  /** Disposes of both models. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#search, this.embedder.close(), this.reranker.close()]);
  }

  #noteInstalled(): void {
    for (const role of ['embedder', 'reranker'] as const) {
      const name = this[role].present?.resource.modelName;
      if (name !== undefined) this.#options.models[role].catalogue.addInstalled(name);
    }
  }
}

function refuseDownload({ name, bytes, license, commercialUse }: ModelChoice): RequestFailure {
  const size = bytes === 0 ? 'of unknown size' : `${(bytes / 1e9).toFixed(2)} GB`;
  const terms = commercialUse ? license : `${license}, which does not allow commercial use`;
  const message = `'${name}' is not on this machine. The download is ${size}, and its license is ${license === 'unknown' ? 'unknown' : terms}. To download it, send download: true.`;
  return new RequestFailure({ status: 409, code: 'DOWNLOAD_NEEDED', message, parameter: 'download' });
}

function refuseOffline({ name }: ModelChoice): RequestFailure {
  const message = `'${name}' is not on this machine, and the demo was started with --offline. Start it without --offline, or choose an installed model.`;
  return new RequestFailure({ status: 409, code: 'OFFLINE', message, parameter: 'name' });
}
