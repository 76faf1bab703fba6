import {
  InvalidArgumentError,
  type OptionKinds,
  requireKind,
  requireOptions,
  requireText,
  UnknownModelError,
} from '@x/core';
import type { CatalogueEntry } from './catalogue-entry.ts';

/** A catalogue of models of one kind, by name. */
export interface Catalogue<Entry extends CatalogueEntry> {
  /** Kind of its models, for messages, e.g. `reranker`. */
  readonly kind: string;
  /** A sentence for error messages. It says how to load models of other kinds. */
  readonly elsewhere: string | undefined;
  /** Returns the initial models in their order, followed by the added models. They are copies, which callers may change. */
  list(): Entry[];
  /** Returns the model with that name, ignoring upper and lower case; `undefined` when there is none. */
  find(name: string): Entry | undefined;
  /**
   * Returns the model with that name, ignoring upper and lower case.
   *
   * @throws {UnknownModelError} when there is none. It suggests similar names.
   */
  require(name: string): Entry;
  /**
   * Adds a model, or replaces one that may be replaced.
   *
   * @throws {InvalidArgumentError} when the name is not a string, or is taken, ignoring upper and lower case.
   */
  add(entry: Entry): void;
  /** Returns true for the name of an added model, ignoring upper and lower case. */
  isAdded(name: string): boolean;
}

/** Options of {@link createCatalogue}. */
export interface CatalogueOptions<Entry extends CatalogueEntry> {
  /** Kind of its models, for messages, e.g. `reranker`. */
  readonly kind: string;
  /** A sentence that says how models of other kinds are loaded, for the error of an unknown name. @default none */
  readonly elsewhere?: string;
  /** The initial models. */
  readonly models: readonly Entry[];
  /** Returns true for a model that `add` may replace once. @default none */
  readonly isReplaceable?: (entry: Entry) => boolean;
}

const optionKinds: OptionKinds<CatalogueOptions<CatalogueEntry>> = {
  kind: 'text',
  elsewhere: 'text',
  models: 'list',
  isReplaceable: 'function',
};

/**
 * Creates a catalogue of models.
 *
 * @throws {InvalidArgumentError} when two models have the same name, ignoring case.
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
