import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { CollectionInfo } from '../../../src/web/contract.ts';
import { collections, serverState } from './server-state.ts';
import { DEFAULT_SETTINGS, readSettings, writeSettings, type Settings } from './settings.ts';

/** The settings that the visitor chose. */
export const settings: Signal<Settings> = signal(readSettings(location.search));

/** Changes some of the settings. */
export function changeSettings(changes: Partial<Settings>): void {
  settings.value = { ...settings.peek(), ...changes };
}

/** The collection to search. It is the movies when the chosen collection no longer exists. */
export const collection: ReadonlySignal<CollectionInfo | undefined> = computed(
  () => collections.value.find(({ id }) => id === settings.value.collection) ?? collections.value[0],
);

/** The query. For the movies, it defaults to the first suggestion of the server. */
export const query: ReadonlySignal<string> = computed(
  () => settings.value.query ?? (isMovies(collection.value) ? serverState.value?.queries[0]?.query : undefined) ?? '',
);

/** The maximum number of candidates. */
export const maxCandidates: ReadonlySignal<number> = computed(() =>
  Math.max(1, Math.min(serverState.value?.limits.candidates ?? 100, collection.value?.documents ?? 100)),
);

/** The number of candidates to request: the chosen number, at most `maxCandidates`. */
export const candidates: ReadonlySignal<number> = computed(() =>
  Math.min(settings.value.candidates, maxCandidates.value),
);

/** The number of best candidates to show. */
export const topK: ReadonlySignal<number> = computed(() =>
  Math.min(settings.value.topK ?? candidates.value, candidates.value),
);

/** Returns whether a collection is the movies. */
export function isMovies(info: CollectionInfo | undefined): boolean {
  return info?.id === DEFAULT_SETTINGS.collection;
}

/** A counter. Each increment focuses the query input. */
export const wantsQuery: Signal<number> = signal(0);

/** Writes the settings to the address of the page, without new entries in the browser history. */
export function keepAddress(): void {
  effect(() => history.replaceState(null, '', `${location.pathname}${writeSettings(settings.value)}`));
}
