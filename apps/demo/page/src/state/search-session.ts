import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';

import type { FirstStage, SearchAnswer, SearchRequest } from '../../../src/web/contract.ts';
import { RequestFailure } from '../api/request-failure.ts';
import { sendRequest } from '../api/send-request.ts';
import { createLatestRun } from './latest-run.ts';
import { candidates, collection, query, settings } from './page-settings.ts';
import { connection, serverState } from './server-state.ts';
import { FIRST_STAGES } from './settings.ts';

/** Where the search stands; `message` is a sentence. It waits for texts that no embedder has embedded yet. */
export type SearchPhase =
  | { readonly is: 'resting' | 'searching' | 'cancelled' }
  | { readonly is: 'failed' | 'waiting'; readonly message: string };

/** Why there is nothing to ask yet, though nothing went wrong. */
export type Obstacle = 'server' | 'models' | 'query';

export const searchPhase: Signal<SearchPhase> = signal({ is: 'resting' });

export const obstacle: ReadonlySignal<Obstacle | undefined> = computed(() => {
  const models = serverState.value?.models;
  if (models === undefined) return 'server';
  const { rerank, firstStage, compare } = settings.value;
  if ((compare || firstStage !== 'words') && models.embedder.phase !== 'ready') return 'models';
  if (rerank && models.reranker.phase !== 'ready') return 'models';
  return query.value.trim() === '' ? 'query' : undefined;
});

/** An answer, and what it answers: whatever decides the result, but for the first stage. */
interface Answered {
  readonly question: string;
  readonly answer: SearchAnswer;
}

const answered: Signal<Partial<Record<FirstStage, Answered>>> = signal({});

const question: ReadonlySignal<string> = computed(() => {
  const { embedder, reranker } = serverState.value?.models ?? {};
  // Texts that are not ready are searched by the embedder before, or not at all: what that says is not the answer yet.
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

/** The answers to the present question, by first stage: of those asked for, as many as have come. */
export const currentAnswers: ReadonlySignal<Partial<Record<FirstStage, SearchAnswer>>> = computed(() =>
  Object.fromEntries(
    FIRST_STAGES.flatMap((stage) => {
      const entry = answered.value[stage];
      return entry?.question === question.value ? [[stage, entry.answer]] : [];
    }),
  ),
);

// What is shown while a new answer is on its way: nothing is read from it but that.
let lastAnswer: SearchAnswer | undefined;

/** The answer to show: the present one, or, while that is on its way, the one before from the same texts. */
export const answer: ReadonlySignal<SearchAnswer | undefined> = computed(() => {
  lastAnswer = currentAnswers.value[settings.value.firstStage] ?? lastAnswer;
  return lastAnswer?.collection === collection.value?.id ? lastAnswer : undefined;
});

const latest = createLatestRun();

/** Asks the present question of each first stage that has not answered it, the one in use first; drops what was asked before. */
export function search(): void {
  const { firstStage, compare } = settings.peek();
  const wanted = compare ? FIRST_STAGES : [firstStage];
  const missing = wanted.filter((stage) => currentAnswers.peek()[stage] === undefined);
  if (missing.length === 0 || obstacle.peek() !== undefined) {
    latest.cancel();
    searchPhase.value = { is: 'resting' };
    return;
  }
  searchPhase.value = { is: 'searching' };
  latest.start(
    (abort) =>
      askInTurn(
        missing.toSorted((a, b) => Number(b === firstStage) - Number(a === firstStage)),
        abort,
      ),
    (outcome) => {
      searchPhase.value = 'error' in outcome ? phaseAfter(outcome.error) : { is: 'resting' };
    },
  );
}

/** Gives up what is on its way. */
export function cancelSearch(): void {
  if (searchPhase.peek().is !== 'searching') return;
  latest.cancel();
  searchPhase.value = { is: 'cancelled' };
}

/** Searches whenever the question changes, and again when a server that was lost is back. */
export function searchOnChange(): void {
  effect(() => {
    const { firstStage, compare } = settings.value;
    void [question.value, obstacle.value, firstStage, compare];
    untracked(search);
  });
  effect(() => {
    if (connection.value === 'open' && searchPhase.peek().is === 'failed') untracked(search);
  });
}

async function askInTurn(stages: readonly FirstStage[], abort: AbortSignal): Promise<void> {
  const asked = question.peek();
  const { rerank } = settings.peek();
  const body = {
    query: query.peek().trim(),
    collection: collection.peek()?.id ?? '',
    rerank,
    candidates: candidates.peek(),
  };
  for (const firstStage of stages) {
    const request: SearchRequest = { ...body, firstStage };
    const response = await sendRequest('api/search', { method: 'POST', body: request, signal: abort });
    const found = (await response.json()) as SearchAnswer;
    abort.throwIfAborted();
    answered.value = { ...answered.peek(), [firstStage]: { question: asked, answer: found } };
  }
}

function phaseAfter(error: unknown): SearchPhase {
  const message = error instanceof Error ? error.message : String(error);
  const isWaiting = error instanceof RequestFailure && error.code === 'NOT_READY';
  return { is: isWaiting ? 'waiting' : 'failed', message };
}
