import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import { Dialog } from '../shell/dialog.tsx';
import { wantsQuery } from '../state/page-settings.ts';
import { obstacle } from '../state/search-session.ts';
import { countOf } from '../wording/quantities.ts';
import { IndexingStatus } from './indexing-status.tsx';
import { cancelIndexing, fitted, indexing, isOwnTextsOpen, sources, startIndexing } from './own-texts-state.ts';
import { TextInput } from './text-input.tsx';
import { UnderstoodView } from './understood-view.tsx';

const DEFAULT_NAME = 'My texts';

/** The dialog to add own texts: paste or choose them, check the result, then index them. */
export function OwnTextsDialog(): VNode {
  return (
    <Dialog title="Your own texts" isOpen={isOwnTextsOpen} onClose={leave}>
      <OwnTextsForm />
    </Dialog>
  );
}

/** Focuses the query input after new texts were added. The browser alone would return the focus to the button. */
function leave(): void {
  cancelIndexing();
  if (obstacle.peek() === 'query') wantsQuery.value += 1;
}

function OwnTextsForm(): VNode {
  const name = useSignal('');
  const fileName = sources.value[0]?.fileName ?? '';
  const isIndexing = indexing.value.is === 'indexing';
  const count = fitted.value.texts.length;
  const suggestedName = fileName === '' ? DEFAULT_NAME : fileName;
  return (
    <form
      class="own-texts"
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && !isIndexing) void startIndexing(name.value.trim() || suggestedName);
      }}
    >
      <p class="dialog-lead">
        Texts can be plain lines, CSV, JSON or Markdown. They stay in the memory of the demo on this machine. Nothing is
        written to disk or sent elsewhere.
      </p>
      <fieldset class="own-texts-fields" disabled={isIndexing}>
        <legend class="visually-hidden">Texts</legend>
        <TextInput />
        <UnderstoodView />
        {count > 0 && (
          <label class="own-texts-name">
            <span class="field-label">Name</span>
            <input
              type="text"
              maxLength={80}
              placeholder={suggestedName}
              value={name.value}
              onInput={({ currentTarget }) => {
                name.value = currentTarget.value;
              }}
            />
          </label>
        )}
      </fieldset>
      <IndexingStatus />
      <div class="dialog-actions">
        {isIndexing ? (
          <button key="cancel" type="button" class="button" onClick={cancelIndexing}>
            Cancel
          </button>
        ) : (
          <button key="index" type="submit" class="button button-primary" disabled={count === 0}>
            {count === 0
              ? 'Search these texts'
              : `Search ${count === 1 ? 'this text' : `these ${countOf(count, 'text')}`}`}
          </button>
        )}
      </div>
    </form>
  );
}
