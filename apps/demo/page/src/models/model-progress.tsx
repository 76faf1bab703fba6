import type { VNode } from 'preact';

import type { ModelRole, ModelState } from '../../../src/web/contract.ts';
import { isModelDialogOpen } from '../state/model-state.ts';
import { changeSettings } from '../state/page-settings.ts';
import { serverState } from '../state/server-state.ts';
import { formatBytes } from '../wording/quantities.ts';

const ROLES: readonly ModelRole[] = ['embedder', 'reranker'];
const TITLES: Readonly<Record<ModelRole, string>> = { embedder: 'Embedding model', reranker: 'Reranking model' };

/** The loading progress of the models. */
export function ModelProgress(): VNode {
  const models = serverState.value?.models;
  return (
    <div class="notice model-progress" role="status">
      {ROLES.map((role) => models !== undefined && <ModelStep key={role} role={role} model={models[role]} />)}
      <WordsMeanwhile />
    </div>
  );
}

/** A button that switches to BM25 without reranking, which needs no model. */
export function WordsMeanwhile(): VNode {
  return (
    <button
      type="button"
      class="button-link words-meanwhile"
      onClick={() => changeSettings({ firstStage: 'words', rerank: false, compare: false })}
    >
      Search by words in the meantime
    </button>
  );
}

function ModelStep({ role, model }: { role: ModelRole; model: ModelState }): VNode {
  return (
    <div class="model-step" data-phase={model.phase}>
      <span class="model-step-title">{TITLES[role]}</span>
      {model.phase === 'ready' && <span>ready</span>}
      {model.phase === 'loading' && <LoadingBar model={model} />}
      {model.phase === 'failed' && (
        <span>
          {model.message ?? `${model.name} could not be loaded.`}{' '}
          <button
            type="button"
            class="button-link"
            onClick={() => {
              isModelDialogOpen.value = true;
            }}
          >
            Choose another
          </button>
        </span>
      )}
    </div>
  );
}

/** The name and progress of a loading model. The bar is indeterminate while the total size is unknown. */
export function LoadingBar({ model }: { model: ModelState }): VNode {
  const { name, next = name, completedBytes, totalBytes } = model;
  const isKnown = completedBytes !== undefined && totalBytes !== undefined && totalBytes > 0;
  return (
    <span class="loading">
      <span class="loading-name">{next}</span>
      <progress aria-label={`Loading ${next}`} {...(isKnown ? { value: completedBytes, max: totalBytes } : {})} />
      <span class="loading-bytes">
        {isKnown ? `${formatBytes(completedBytes)} of ${formatBytes(totalBytes)}` : 'loading…'}
      </span>
    </span>
  );
}
