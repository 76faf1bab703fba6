import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { changeSettings, collection, isMovies, query, wantsQuery } from '../state/page-settings.ts';
import { cancelSearch, search, searchPhase } from '../state/search-session.ts';
import { serverState } from '../state/server-state.ts';

/** The query input, with suggestions for the movies. */
export function QueryForm(): VNode {
  const draft = useSignal('');
  useSignalEffect(() => {
    draft.value = query.value;
  });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wantsQuery.value > 0) input.current?.focus();
  }, [wantsQuery.value]);
  const isSearching = searchPhase.value.is === 'searching';
  return (
    <form
      class="query"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask(draft.value);
      }}
    >
      <label class="query-label" for="query">
        What are you looking for?
      </label>
      <div class="query-line">
        <input
          ref={input}
          id="query"
          class="query-input"
          type="search"
          dir="auto"
          autocomplete="off"
          enterkeyhint="search"
          placeholder={isMovies(collection.value) ? 'A film about…' : `Search “${collection.value?.name ?? ''}”`}
          value={draft.value}
          onInput={({ currentTarget }) => {
            draft.value = currentTarget.value;
          }}
        />
        {isSearching ? (
          // The keys keep the buttons distinct. Otherwise a click that begins on one could end on the other and submit the form.
          <button key="cancel" type="button" class="button query-button" onClick={cancelSearch}>
            Cancel
          </button>
        ) : (
          <button key="search" type="submit" class="button button-primary query-button">
            Search
          </button>
        )}
      </div>
      {isMovies(collection.value) && <Suggestions />}
    </form>
  );
}

/** Sets the query. If it has not changed, searches again. */
function ask(text: string): void {
  const isNew = text.trim() !== query.peek().trim();
  changeSettings({ query: text });
  if (!isNew) search();
}

function Suggestions(): VNode {
  return (
    <ul class="suggestions" aria-label="Suggestions">
      {serverState.value?.queries.map(({ query: suggestion }) => (
        <li key={suggestion}>
          <button type="button" class="chip" aria-pressed={suggestion === query.value} onClick={() => ask(suggestion)}>
            {suggestion}
          </button>
        </li>
      ))}
    </ul>
  );
}
