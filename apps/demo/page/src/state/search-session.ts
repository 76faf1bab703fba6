import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';

import type { FirstStage, SearchAnswer, SearchRequest } from '../../../src/web/contract.ts';
import { RequestFailure } from '../api/request-failure.ts';
import { sendRequest } from '../api/send-request.ts';
import { createLatestRun } from './latest-run.ts';
import { candidates, collection, query, settings } from './page-settings.ts';
import { connection, serverState } from './server-state.ts';
import { FIRST_STAGES, type Settings } from './settings.ts';

/** The state of the search. `message` is a sentence. `waiting` means that the texts are not embedded yet. */
export type SearchPhase =
  | { readonly is: 'resting' | 'searching' | 'canceled' }
  | { readonly is: 'failed' | 'waiting'; readonly message: string };

/** The reason why no search is possible yet, without an error. */
export type Obstacle = 'server' | 'models' | 'query';

export const searchPhase: Signal<SearchPhase> = signal({ is: 'resting' });

export const obstacle: ReadonlySignal<Obstacle | undefined> = computed(() => {
  const models = serverState.value?.models;
  if (models === undefined) return 'server';
  const { rerank } = settings.value;
  if (wantedBy(settings.value).some((kind) => kind !== 'words') && models.embedder.phase !== 'ready') return 'models';
  if (rerank && models.reranker.phase !== 'ready') return 'models';
  return query.value.trim() === '' ? 'query' : undefined;
});

/** The kinds of answers to one question: a kind for each first stage of two stages, and the cascade. */
export type AnswerKind = FirstStage | 'cascade';

/** An answer and its question, which contains everything that determines the result except the kind. */
interface Answered {
  readonly question: string;
  readonly answer: SearchAnswer;
}

const answered: Signal<Partial<Record<AnswerKind, Answered>>> = signal({});

const question: ReadonlySignal<string> = computed(() => {
  const { embedder, reranker } = serverState.value?.models ?? {};
  // Includes `ready`: while it is false, the previous embedder or none searches, and the answer is not final.
  const { id, ready } = collection.value ?? {};
  return JSON.stringify([
    query.value.trim(),
    id,
    ready,
    settings.value.rerank,
    candidates.value,
    embedder?.name,
    reranker?.name,
  ]);
});

/** The received answers to the current question, by kind. */
export const currentAnswers: ReadonlySignal<Partial<Record<AnswerKind, SearchAnswer>>> = computed(() =>
  Object.fromEntries(
    [...FIRST_STAGES, 'cascade' as const].flatMap((kind) => {
      const entry = answered.value[kind];
      return entry?.question === question.value ? [[kind, entry.answer]] : [];
    }),
  ),
);

// The answer to show while a new one is loading.
let lastAnswer: SearchAnswer | undefined;

/** The answer to show: the current one, or while it is loading, the previous one from the same texts. */
export const answer: ReadonlySignal<SearchAnswer | undefined> = computed(() => {
  lastAnswer = currentAnswers.value[kindOf(settings.value)] ?? lastAnswer;
  return lastAnswer?.collection === collection.value?.id ? lastAnswer : undefined;
});

/** True when a search failed or was canceled and the page shows the answer to an earlier question. */
export const showsPrevious: ReadonlySignal<boolean> = computed(() => {
  const hasStopped = ['failed', 'canceled'].includes(searchPhase.value.is);
  const isComparing = wantedBy(settings.value).length > 1;
  const isMissing = currentAnswers.value[kindOf(settings.value)] === undefined;
  return hasStopped && !isComparing && isMissing && answer.value !== undefined;
});

const latest = createLatestRun();

/** Sends the current question for each wanted kind without an answer, the selected kind first. Cancels the previous search. */
export function search(): void {
  const kind = kindOf(settings.peek());
  const missing = wantedBy(settings.peek()).filter((wanted) => currentAnswers.peek()[wanted] === undefined);
  if (missing.length === 0 || obstacle.peek() !== undefined) {
    latest.cancel();
    searchPhase.value = { is: 'resting' };
    return;
  }
  searchPhase.value = { is: 'searching' };
  latest.start(
    (abort) =>
      askInTurn(
        missing.toSorted((a, b) => Number(b === kind) - Number(a === kind)),
        abort,
      ),
    (outcome) => {
      searchPhase.value = 'error' in outcome ? phaseAfter(outcome.error) : { is: 'resting' };
    },
  );
}

/** Cancels the running search. */
export function cancelSearch(): void {
  if (searchPhase.peek().is !== 'searching') return;
  latest.cancel();
  searchPhase.value = { is: 'canceled' };
}

/** Searches whenever the question changes, and again after a failure when the server is back. */
export function searchOnChange(): void {
  effect(() => {
    const { way, firstStage, compare } = settings.value;
    void [question.value, obstacle.value, way, firstStage, compare];
    untracked(search);
  });
  effect(() => {
    if (connection.value === 'open' && searchPhase.peek().is === 'failed') untracked(search);
  });
}

/** Returns the kind of answer that the page shows. */
function kindOf({ way, firstStage }: Settings): AnswerKind {
  return way === 'cascade' ? way : firstStage;
}

/** Returns the kinds of answers that the page needs: all first stages in a comparison, otherwise one kind. */
function wantedBy(chosen: Settings): readonly AnswerKind[] {
  return chosen.compare && chosen.way === 'two' ? FIRST_STAGES : [kindOf(chosen)];
}

async function askInTurn(kinds: readonly AnswerKind[], abort: AbortSignal): Promise<void> {
  const asked = question.peek();
  const { rerank, firstStage } = settings.peek();
  const body = {
    query: query.peek().trim(),
    collection: collection.peek()?.id ?? '',
    rerank,
    candidates: candidates.peek(),
  };
  for (const kind of kinds) {
    const request: SearchRequest =
      kind === 'cascade' ? { ...body, firstStage, way: 'cascade' } : { ...body, firstStage: kind };
    const response = await sendRequest('api/search', { method: 'POST', body: request, signal: abort });
    const found = (await response.json()) as SearchAnswer;
    abort.throwIfAborted();
    answered.value = { ...answered.peek(), [kind]: { question: asked, answer: found } };
  }
}

function phaseAfter(error: unknown): SearchPhase {
  const message = error instanceof Error ? error.message : String(error);
  const isWaiting = error instanceof RequestFailure && error.code === 'NOT_READY';
  return { is: isWaiting ? 'waiting' : 'failed', message };
}
