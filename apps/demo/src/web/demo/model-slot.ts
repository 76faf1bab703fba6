import type { ProgressEvent, ProgressListener } from '@x/core';

import type { ModelState } from '../contract.ts';
import { Shared } from './shared.ts';

/** A loaded model of either role. */
export interface LoadedModel extends AsyncDisposable {
  readonly modelName: string;
  readonly source: NonNullable<ModelState['source']>;
}

/** Options of a {@link ModelLoader}. */
export interface LoadModelOptions {
  /** True to open no connection to a hub. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Loads a model by its name. */
export type ModelLoader<Model> = (name: string, options: LoadModelOptions) => Promise<Model>;

/** A model that is loading. */
interface Loading {
  readonly name: string;
  readonly controller: AbortController;
  bytes: { readonly completedBytes?: number; readonly totalBytes?: number };
}

/** Options of {@link ModelSlot}. */
export interface ModelSlotOptions<Model extends LoadedModel> {
  readonly load: ModelLoader<Model>;
  /** Called when the state or the model changes. */
  readonly onChange: () => void;
  /** Called when more bytes are loaded. */
  readonly onProgress: () => void;
}

/** Holds a model that can be replaced. The current model stays in use until the next one is ready. */
export class ModelSlot<Model extends LoadedModel> {
  readonly #options: ModelSlotOptions<Model>;
  readonly #work = new Set<Promise<void>>();
  #present: Shared<Model> | undefined;
  #loading: Loading | undefined;
  /** The name of the last chosen model. */
  #name = '';
  #message: string | undefined;

  constructor(options: ModelSlotOptions<Model>) {
    this.#options = options;
  }

  /** The current model; `undefined` before the first one is ready. */
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

  /** Starts to load a model, unless it is already loading or current. Cancels another model that is loading. */
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

  /** Cancels the model that is loading, if any. */
  cancel(): void {
    if (this.#loading === undefined) return;
    this.#loading.controller.abort();
    this.#loading = undefined;
    if (this.#present === undefined) this.#message = 'Loading was canceled. Choose a model.';
    this.#options.onChange();
  }

  /** Stops loading and releases the model. Resolves when both are disposed of. */
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
    // Loading was canceled, or another model was chosen.
    if (this.#loading !== loading) return model?.[Symbol.asyncDispose]();
    this.#loading = undefined;
    const before = this.#present;
    if (model !== undefined) this.#present = new Shared(model);
    this.#options.onChange();
    if (model !== undefined) await before?.release();
  }

  #progress(loading: Loading, { phase, unit, completed, total }: ProgressEvent): void {
    if (phase === 'load') {
      // All bytes are loaded. The following phase has no measurable progress.
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
