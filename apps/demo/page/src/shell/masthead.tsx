import type { VNode } from 'preact';

import { isModelDialogOpen } from '../state/model-state.ts';
import { serverState } from '../state/server-state.ts';
import { ThemeButton } from './theme-button.tsx';

/** The header of the page: its name, the models in use and the theme button. */
export function Masthead(): VNode {
  const { embedder, reranker } = serverState.value?.models ?? {};
  return (
    <header class="masthead">
      <span class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path d="M4 8C16 8 16 16 28 16" />
          <path d="M4 16C16 16 16 24 28 24" />
          <path class="brand-climb" d="M4 24C16 24 16 8 28 8" />
        </svg>
        Retrieve, then rerank
      </span>
      <button
        type="button"
        class="button button-quiet models-button"
        onClick={() => {
          isModelDialogOpen.value = true;
        }}
      >
        <span class="models-label">Models</span>
        {embedder !== undefined && reranker !== undefined && (
          <span class="models-names">
            {baseName(embedder.name)} + {baseName(reranker.name)}
          </span>
        )}
      </button>
      <ThemeButton />
    </header>
  );
}

/** Returns the name of a model without its owner. */
function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
