import type { ProgressEvent, ProgressListener } from '@x/core';

import type { ModelState } from '../contract.ts';
import { Shared } from './shared.ts';

/** What the demo needs of a model, of either role. */
export interface LoadedModel extends AsyncDisposable {
  readonly modelName: string;
  readonly source: NonNullable<ModelState['source']>;
}

/** How a model is loaded. */
export interface LoadModelOptions {
  /** Opens no connection to a hub. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Loads a model by its name. */
export type ModelLoader<Model> = (name: string, options: LoadModelOptions) => Promise<Model>;

/** A model on its way. */
interface Loading {
  readonly name: string;
  readonly controller: AbortController;
  bytes: { readonly completedBytes?: number; readonly totalBytes?: number };
}

/** Options of {@link ModelSlot}. */
export interface ModelSlotOptions<Model extends LoadedModel> {
  readonly load: ModelLoader<Model>;
  /** The state is another one, or there is another model. */
  readonly onChange: () => void;
  /** Some more bytes are there. */
  readonly onProgress: () => void;
}

/** The place of a model that can be exchanged: the present one can be used until the next is ready. */
export class ModelSlot<Model extends LoadedModel> {
  readonly #options: ModelSlotOptions<Model>;
  readonly #work = new Set<Promise<void>>();
  #present: Shared<Model> | undefined;
  #loading: Loading | undefined;
  /** What was wanted last. */
  #name = '';
  #message: string | undefined;

  constructor(options: ModelSlotOptions<Model>) {
    this.#options = options;
  }

  /** The model, while there is one. */
  get present(): Shared<Model> | undefined {
    return this.#present;
  }

  get state(): ModelState {
    const [model, loading] = [this.#present?.resource, this.#loading];
    const message = this.#message === undefined ? {} : { message: this.#message };
    if (model !== undefined) {
      const next = loading === undefined ? message : { next: loading.name, ...loading.bytes };
      return { name: model.modelName, phase: 'ready', source: model.source, ...next };
    }
    if (loading !== undefined) return { name: loading.name, phase: 'loading', ...loading.bytes };
    return { name: this.#name, phase: 'failed', ...message };
  }

  /** Begins to load a model, in place of one that is on its way; nothing when it is there already. */
  choose(name: string, { offline }: { readonly offline: boolean }): void {
    if (this.#loading?.name === name) return;
    this.#loading?.controller.abort();
    this.#name = name;
    this.#message = undefined;
    if (this.#present?.resource.modelName === name) {
      this.#loading = undefined;
    } else {
      const loading: Loading = { name, controller: new AbortController(), bytes: {} };
      this.#loading = loading;
      this.#track(this.#load(loading, offline));
    }
    this.#options.onChange();
  }

  /** Stops the loading that is under way, if any. */
  cancel(): void {
    if (this.#loading === undefined) return;
    this.#loading.controller.abort();
    this.#loading = undefined;
    if (this.#present === undefined) this.#message = 'Loading was cancelled. Choose a model.';
    this.#options.onChange();
  }

  /** Stops loading and lets go of the model; resolves when nothing of either is left. */
  async close(): Promise<void> {
    this.#loading?.controller.abort();
    this.#loading = undefined;
    if (this.#present !== undefined) this.#track(this.#present.release());
    this.#present = undefined;
    await Promise.all(this.#work);
  }

  async #load(loading: Loading, offline: boolean): Promise<void> {
    const { name, controller } = loading;
    const onProgress = (event: ProgressEvent): void => this.#progress(loading, event);
    let model: Model | undefined;
    try {
      model = await this.#options.load(name, { offline, signal: controller.signal, onProgress });
    } catch (error) {
      if (this.#loading === loading) this.#message = error instanceof Error ? error.message : String(error);
    }
    // Cancelled, or another one was chosen.
    if (this.#loading !== loading) return model?.[Symbol.asyncDispose]();
    this.#loading = undefined;
    const before = this.#present;
    if (model !== undefined) this.#present = new Shared(model);
    this.#options.onChange();
    if (model !== undefined) await before?.release();
  }

  #progress(loading: Loading, { phase, unit, completed, total }: ProgressEvent): void {
    if (phase === 'load') {
      // All bytes are here; what follows cannot be measured.
      const { totalBytes } = loading.bytes;
      if (totalBytes !== undefined) loading.bytes = { completedBytes: totalBytes, totalBytes };
      this.#options.onChange();
    } else if (unit === 'bytes') {
      loading.bytes = { completedBytes: completed, ...(total !== undefined && { totalBytes: total }) };
      this.#options.onProgress();
    }
  }

  #track(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work)).catch(() => {});
  }
}
