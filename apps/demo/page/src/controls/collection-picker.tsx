import type { VNode } from 'preact';

import { sendRequest } from '../api/send-request.ts';
import { openOwnTexts } from '../own-texts/own-texts-state.ts';
import { changeSettings, collection, isMovies } from '../state/page-settings.ts';
import { collections } from '../state/server-state.ts';
import { DEFAULT_SETTINGS } from '../state/settings.ts';
import { countOf } from '../wording/quantities.ts';

/** The choice of the collection to search, and the button to add own texts. */
export function CollectionPicker(): VNode {
  const chosen = collection.value;
  return (
    <div class="field collection">
      <label class="field-label" for="collection">
        Texts
      </label>
      <div class="collection-line">
        <select
          id="collection"
          value={chosen?.id}
          onChange={({ currentTarget }) => chooseCollection(currentTarget.value)}
        >
          {collections.value.map(({ id, name, documents, texts }) => (
            <option key={id} value={id}>
              {name} ·{' '}
              {texts === undefined
                ? countOf(documents, 'text')
                : `${countOf(documents, 'passage')} of ${countOf(texts, 'text')}`}
            </option>
          ))}
        </select>
        {chosen !== undefined && !isMovies(chosen) && (
          <button
            type="button"
            class="button button-quiet"
            aria-label={`Forget ${chosen.name}`}
            title="Forget these texts"
            onClick={() => void forget(chosen.id)}
          >
            ✕
          </button>
        )}
        <button type="button" class="button" onClick={() => openOwnTexts()}>
          Your own
        </button>
      </div>
    </div>
  );
}

/** Switches to a collection. The movies start with their first suggestion, own texts with an empty query. */
function chooseCollection(id: string): void {
  changeSettings({ collection: id, query: id === DEFAULT_SETTINGS.collection ? undefined : '' });
}

async function forget(id: string): Promise<void> {
  chooseCollection(DEFAULT_SETTINGS.collection);
  // If the server is gone, the texts are gone as well.
  await sendRequest(`api/collections/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => undefined);
}
