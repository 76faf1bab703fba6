import '../../page/src/styles/tokens.css';
import '../../page/src/styles/base.css';
import './page.css';

import movies from '../../data/movies.json';
import type { PlacedMovie, SearchRequest, WorkerMessage } from './messages.ts';

const form = element('form', HTMLFormElement);
const input = element('#query', HTMLInputElement);
const status = element('#status', HTMLElement);
const progress = element('#progress', HTMLProgressElement);
const results = element('#results', HTMLOListElement);

const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => show(data));
worker.addEventListener('error', ({ message }) => show({ type: 'failed', message }));

input.value = movies.query;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  search();
});
status.textContent = 'Loading two models. The browser keeps them for the next visit.';
search();

function search(): void {
  const request: SearchRequest = { query: input.value };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  worker.postMessage(request);
}

function show(message: WorkerMessage): void {
  progress.hidden = message.type !== 'loading';
  switch (message.type) {
    case 'loading':
      progress.value = message.loaded / message.total;
      return;
    case 'ready':
      status.textContent = 'Searching …';
      return;
    case 'failed':
      status.textContent = `The search failed: ${message.message}`;
      return;
    case 'found':
      status.textContent = `Found and reranked in ${Math.round(message.milliseconds)} ms.`;
      results.replaceChildren(...message.movies.map(rowOf));
  }
}

function rowOf({ id, description, previousRank }: PlacedMovie, index: number): HTMLLIElement {
  const row = document.createElement('li');
  row.dataset['document'] = String(id);
  const rank = index + 1;
  const move = document.createElement('small');
  const moved = previousRank === rank ? 'unchanged' : `${previousRank > rank ? '▲' : '▼'} from ${previousRank}`;
  move.textContent = `by vectors: ${moved}`;
  row.append(description, move);
  return row;
}

function element<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}
