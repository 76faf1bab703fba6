import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import { candidates, collection, settings, topK } from '../state/page-settings.ts';
import { STAGE_NAMES, WAY_NAMES } from '../wording/stage-names.ts';
import { Controls } from './controls.tsx';
import { useWide } from './use-wide.ts';

/** The search options, folded into one line in a narrow window. */
export function ControlBar(): VNode {
  const isOpen = useSignal(false);
  const isWide = useWide().value;
  return (
    <section class="control-bar" aria-label="Search options">
      {!isWide && (
        <button
          type="button"
          class="control-summary"
          aria-expanded={isOpen}
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          {summarize()}
        </button>
      )}
      {(isWide || isOpen.value) && <Controls />}
    </section>
  );
}

function summarize(): string {
  const { way, firstStage, rerank, compare } = settings.value;
  const stage = way === 'cascade' ? WAY_NAMES.cascade : compare ? 'Comparison' : STAGE_NAMES[firstStage];
  const kept =
    topK.value < candidates.value ? `best ${topK.value} of ${candidates.value}` : `${candidates.value} candidates`;
  return [collection.value?.name, stage, ...(rerank ? ['reranked'] : []), kept].join(' · ');
}
