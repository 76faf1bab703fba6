import type { VNode } from 'preact';

import type { ModelChoice, ModelRole } from '../../../src/web/contract.ts';
import { Dialog } from '../shell/dialog.tsx';
import { cancelLoading, isModelDialogOpen, modelFailure } from '../state/model-state.ts';
import { serverState } from '../state/server-state.ts';
import { countOf } from '../wording/quantities.ts';
import { ModelCard } from './model-card.tsx';
import { LoadingBar } from './model-progress.tsx';

/** The dialog to choose models. */
export function ModelDialog(): VNode {
  return (
    <Dialog title="Models" isOpen={isModelDialogOpen}>
      <p class="dialog-lead">
        A model that is not on this machine is downloaded from its hub after you agree to its size and license. The
        current model stays in use until the new one is ready.
      </p>
      {modelFailure.value !== undefined && (
        <p class="notice" data-role="alert" role="alert">
          {modelFailure.value}
        </p>
      )}
      <ModelChoices role="embedder" title="Embedding model, for the first stage" />
      <ModelChoices role="reranker" title="Reranking model, for the second stage" />
    </Dialog>
  );
}

function ModelChoices({ role, title }: { role: ModelRole; title: string }): VNode | null {
  const state = serverState.value;
  if (state === undefined) return null;
  const model = state.models[role];
  const isLoading = model.next !== undefined || model.phase === 'loading';
  const choices = state.choices[role === 'embedder' ? 'embedders' : 'rerankers'];
  const installed = choices.filter((choice) => choice.installed);
  const others = choices.filter((choice) => !choice.installed).toSorted((a, b) => a.bytes - b.bytes);
  const toCard = (choice: ModelChoice): VNode => (
    <ModelCard
      key={choice.name}
      role={role}
      choice={choice}
      isInUse={choice.name === model.name && model.phase === 'ready'}
      isLoading={isLoading}
    />
  );
  return (
    <section class="model-choices" aria-label={title}>
      <h3>{title}</h3>
      {isLoading && (
        <div class="notice" role="status">
          <LoadingBar model={model} />
          {model.next !== undefined && (
            <button type="button" class="button" onClick={() => void cancelLoading()}>
              Cancel
            </button>
          )}
        </div>
      )}
      {!isLoading && model.message !== undefined && (
        <p class="notice" data-role="alert" role="alert">
          {model.message}
        </p>
      )}
      <ul>{installed.map(toCard)}</ul>
      {others.length > 0 && (
        <details open={installed.length === 0}>
          <summary>{countOf(others.length, 'model')} to download</summary>
          <ul>{others.map(toCard)}</ul>
        </details>
      )}
    </section>
  );
}
