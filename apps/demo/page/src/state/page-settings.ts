import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { CollectionInfo } from '../../../src/web/contract.ts';
import { collections, serverState } from './server-state.ts';
import { DEFAULT_SETTINGS, readSettings, writeSettings, type Settings } from './settings.ts';

/** What the visitor chose. */
export const settings: Signal<Settings> = signal(readSettings(location.search));

/** Changes some of the settings. */
export function changeSettings(changes: Partial<Settings>): void {
  settings.value = { ...settings.peek(), ...changes };
}

/** The collection that is searched; the movies where the chosen one is gone. */
export const collection: ReadonlySignal<CollectionInfo | undefined> = computed(
  () => collections.value.find(({ id }) => id === settings.value.collection) ?? collections.value[0],
);

/** The query that is asked: for the movies, at first, the server's first suggestion. */
export const query: ReadonlySignal<string> = computed(
  () => settings.value.query ?? (isMovies(collection.value) ? serverState.value?.queries[0]?.query : undefined) ?? '',
);

/** The most candidates that can be asked for. */
export const maxCandidates: ReadonlySignal<number> = computed(() =>
  Math.max(1, Math.min(serverState.value?.limits.candidates ?? 100, collection.value?.documents ?? 100)),
);

/** Candidates that are asked for: as chosen, or as many as there are. */
export const candidates: ReadonlySignal<number> = computed(() =>
  Math.min(settings.value.candidates, maxCandidates.value),
);

/** How many of the candidates are shown as found. */
export const topK: ReadonlySignal<number> = computed(() =>
  Math.min(settings.value.topK ?? candidates.value, candidates.value),
);

/** Whether a collection is the example's. */
export function isMovies(info: CollectionInfo | undefined): boolean {
  return info?.id === DEFAULT_SETTINGS.collection;
}

/** Counts up whenever the visitor is to type a query next. */
export const wantsQuery: Signal<number> = signal(0);

/** Keeps the page's address in step with the settings, without a new entry in the browser's history. */
export function keepAddress(): void {
  effect(() => history.replaceState(null, '', `${location.pathname}${writeSettings(settings.value)}`));
}
