import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import { indexTexts, type IndexingProgress } from '../api/index-texts.ts';
import { createLatestRun } from '../state/latest-run.ts';
import { changeSettings } from '../state/page-settings.ts';
import { serverState } from '../state/server-state.ts';
import { decodeText } from './decode-text.ts';
import { fitLimits, type FittedTexts } from './fit-limits.ts';
import { understandTexts, type TextSource, type UnderstoodTexts } from './understand-texts.ts';

/** True while the dialog for own texts is open. */
export const isOwnTextsOpen: Signal<boolean> = signal(false);

/** The pasted text, or the chosen files. */
export const sources: Signal<readonly TextSource[]> = signal([]);

/** The texts that were found in each source. */
export const understood: ReadonlySignal<readonly UnderstoodTexts[]> = computed(() =>
  sources.value.map(understandTexts),
);

/** The texts to index. */
export const fitted: ReadonlySignal<FittedTexts> = computed(() => {
  const texts = understood.value.flatMap((part) => part.texts);
  const limits = serverState.value?.limits;
  return limits === undefined ? { texts, leftOut: [] } : fitLimits(texts, limits);
});

/** The state of the indexing: not started, running or failed. */
export type IndexingPhase =
  | { readonly is: 'resting' }
  | { readonly is: 'indexing'; readonly progress: IndexingProgress | undefined }
  | { readonly is: 'failed'; readonly message: string };

export const indexing: Signal<IndexingPhase> = signal({ is: 'resting' });

const latestFiles = createLatestRun();

/** Opens the dialog, optionally with dropped files. */
export function openOwnTexts(files: readonly File[] = []): void {
  isOwnTextsOpen.value = true;
  takeFiles(files);
}

/** Replaces the sources with a typed or pasted text. */
export function takePasted(content: string): void {
  latestFiles.cancel();
  indexing.value = { is: 'resting' };
  sources.value = content === '' ? [] : [{ fileName: '', content }];
}

/** Replaces the sources with files. */
export function takeFiles(files: readonly File[]): void {
  if (files.length === 0) return;
  cancelIndexing();
  indexing.value = { is: 'resting' };
  // A character takes at most four bytes. A larger file certainly exceeds the limit, so it is not read.
  const limit = (serverState.peek()?.limits.charactersInAll ?? Infinity) * 4;
  const tooBig = files.find(({ size }) => size > limit);
  if (tooBig !== undefined) {
    indexing.value = { is: 'failed', message: `“${tooBig.name}” is too large for the demo. Choose a smaller file.` };
    return;
  }
  latestFiles.start(
    () => Promise.all(files.map(readFile)),
    (outcome) => {
      if ('result' in outcome) sources.value = outcome.result;
      else indexing.value = { is: 'failed', message: UNREADABLE };
    },
  );
}

async function readFile(file: File): Promise<TextSource> {
  const { content, encoding } = decodeText(new Uint8Array(await file.arrayBuffer()));
  // A file with a NUL is not text, and its encoding would mislead.
  return { fileName: file.name, content, ...(!content.includes('\0') && { encoding }) };
}

const UNREADABLE = 'The file could not be read. It may be a folder, or it may have been moved. Choose a file again.';

let controller: AbortController | undefined;

/** Indexes the texts, then switches to the new collection. */
export async function startIndexing(name: string): Promise<void> {
  const run = (controller = new AbortController());
  indexing.value = { is: 'indexing', progress: undefined };
  const onProgress = (progress: IndexingProgress): void => {
    indexing.value = { is: 'indexing', progress };
  };
  try {
    const added = await indexTexts({ name, texts: fitted.peek().texts }, { signal: run.signal, onProgress });
    run.signal.throwIfAborted();
    const state = serverState.peek();
    // The event with the new collection may arrive after the response.
    if (state !== undefined && !state.collections.some(({ id }) => id === added.id)) {
      serverState.value = { ...state, collections: [...state.collections, added] };
    }
    changeSettings({ collection: added.id, query: '' });
    forgetSources();
    isOwnTextsOpen.value = false;
  } catch (error) {
    if (run.signal.aborted) return;
    indexing.value = { is: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Stops the indexing. The server deletes the texts. */
export function cancelIndexing(): void {
  if (indexing.peek().is !== 'indexing') return;
  controller?.abort();
  indexing.value = { is: 'resting' };
}

/** Empties the dialog. */
export function forgetSources(): void {
  latestFiles.cancel();
  sources.value = [];
  indexing.value = { is: 'resting' };
}
