import {
  InvalidArgumentError,
  type OptionKinds,
  requireKind,
  requireOptions,
  requireText,
  UnknownModelError,
} from '@x/core';
import type { CatalogueEntry } from './catalogue-entry.ts';

/** Models of one kind that are known by name. */
export interface Catalogue<Entry extends CatalogueEntry> {
  /** What its models are, for messages, e.g. `reranker`. */
  readonly kind: string;
  /** A sentence for messages on where models of other kinds are loaded. */
  readonly elsewhere: string | undefined;
  /** The models that it was made with, in their order, then those that were added; copies, which may be changed. */
  list(): Entry[];
  /** The model of that name, whatever its case; `undefined` when there is none. */
  find(name: string): Entry | undefined;
  /**
   * The model of that name, whatever its case.
   *
   * @throws {UnknownModelError} listing near names.
   */
  require(name: string): Entry;
  /**
   * Adds a model, or puts it in the place of one that may be replaced.
   *
   * @throws {InvalidArgumentError} when the name is no string, or is taken, whatever its case.
   */
  add(entry: Entry): void;
  /** True for the name of a model that was added, whatever its case. */
  isAdded(name: string): boolean;
}

/** Options of {@link createCatalogue}. */
export interface CatalogueOptions<Entry extends CatalogueEntry> {
  /** What its models are, for messages, e.g. `reranker`. */
  readonly kind: string;
  /** A sentence on where models of other kinds are loaded, for the message of an unknown name. @default none */
  readonly elsewhere?: string;
  /** The models that are known from the start. */
  readonly models: readonly Entry[];
  /** Says which of them `add` may replace, once. @default none */
  readonly isReplaceable?: (entry: Entry) => boolean;
}

const optionKinds: OptionKinds<CatalogueOptions<CatalogueEntry>> = {
  kind: 'text',
  elsewhere: 'text',
  models: 'list',
  isReplaceable: 'function',
};

/**
 * Makes a catalogue of models.
 *
 * @throws {InvalidArgumentError} when two models have the same name, whatever its case.
 *
 * @example
 * const catalogue = createCatalogue({ kind: 'reranker', models: [{ model: 'acme/rerank', sizeInGB: 0.1 }] });
 * catalogue.find('ACME/rerank')?.sizeInGB; // => 0.1
 */
export function createCatalogue<Entry extends CatalogueEntry>(options: CatalogueOptions<Entry>): Catalogue<Entry> {
  const { kind, elsewhere, models, isReplaceable = () => false } = requireOptions(options, optionKinds);
  requireText(kind, 'kind');
  requireKind(models, 'list', 'models');
  const listed = new Map<string, Entry>();
  const added = new Map<string, Entry>();
  for (const entry of models) {
    refuseTaken(entry.model, listed.has(keyOf(entry.model)));
    listed.set(keyOf(entry.model), entry);
  }
  const find = (name: string): Entry | undefined => {
    const found = added.get(keyOf(name)) ?? listed.get(keyOf(name));
    return found && { ...found };
  };
  const list = (): Entry[] => [...listed.values(), ...added.values()].map((entry) => ({ ...entry }));
  return {
    kind,
    elsewhere,
    list,
    find,
    require(name) {
      const found = find(name);
      if (found !== undefined) return found;
      throw new UnknownModelError({ model: name, kind, knownModels: list().map(({ model }) => model), elsewhere });
    },
    add(entry) {
      const key = keyOf(requireText(entry.model, 'model'));
      const taken = listed.get(key);
      refuseTaken(entry.model, added.has(key) || (taken !== undefined && !isReplaceable(taken)));
      listed.delete(key);
      added.set(key, { ...entry });
    },
    isAdded: (name) => added.has(keyOf(name)),
  };
}

function keyOf(name: string): string {
  return requireText(name, 'model').toLowerCase();
}

function refuseTaken(model: string, isTaken: boolean): void {
  if (!isTaken) return;
  throw new InvalidArgumentError({ parameter: 'model', value: model, expected: 'a name that is not taken' });
}
