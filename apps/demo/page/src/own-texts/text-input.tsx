import type { VNode } from 'preact';

import { countOf } from '../wording/quantities.ts';
import { forgetSources, sources, takeFiles, takePasted } from './own-texts-state.ts';

/** The length from which a browser takes seconds to insert a pasted text into a text area. */
const LONG_PASTE = 20_000;

/** The input for texts: a text area and a file chooser. Chosen files replace both. */
export function TextInput(): VNode {
  const files = sources.value.filter(({ fileName }) => fileName !== '');
  if (files.length > 0) {
    return (
      <p class="chosen-files">
        <span>
          <strong>{files.length === 1 ? files[0]?.fileName : countOf(files.length, 'file')}</strong>
          {files.length === 1 && <span class="hint">{files[0]?.encoding}</span>}
        </span>
        <button type="button" class="button" onClick={forgetSources}>
          Choose other texts
        </button>
      </p>
    );
  }
  return (
    <div class="text-input">
      <label class="field-label" for="own-texts">
        Paste texts, one per line
      </label>
      <textarea
        id="own-texts"
        rows={6}
        dir="auto"
        spellcheck={false}
        value={sources.value[0]?.content ?? ''}
        onInput={({ currentTarget }) => takePasted(currentTarget.value)}
        onPaste={(event) => {
          const content = event.clipboardData?.getData('text/plain') ?? '';
          if (event.currentTarget.value !== '' || content.length < LONG_PASTE) return;
          event.preventDefault();
          takePasted(content);
        }}
      />
      <label class="button file-button">
        Choose files
        <input
          type="file"
          class="visually-hidden"
          multiple
          accept=".txt,.csv,.tsv,.json,.jsonl,.ndjson,.md,.markdown,text/*,application/json"
          onChange={({ currentTarget }) => takeFiles([...(currentTarget.files ?? [])])}
        />
      </label>
      <span class="hint">or drop them anywhere on the page</span>
    </div>
  );
}
