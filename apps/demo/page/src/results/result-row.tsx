import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { FoundDocument } from '../../../src/web/contract.ts';
import { formatChange } from '../ranks/place-words.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { ordinal } from '../wording/ordinal.ts';
import { formatScore } from '../wording/quantities.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';

/** A found document: where it stands, where it came from, what it says. */
export function ResultRow({ line }: { line: RankLine }): VNode {
  const { document, before, after, change } = line;
  const { id, firstStage, rerank } = document;
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'same';
  return (
    <tr
      data-lit={litDocument.value === id}
      onPointerEnter={() => {
        litDocument.value = id;
      }}
      onPointerLeave={() => {
        litDocument.value = undefined;
      }}
    >
      <td class="result-rank">{after}</td>
      {rerank !== undefined && (
        <td class="result-change" data-direction={direction}>
          <span aria-hidden="true">{formatChange(change)}</span>
          <small>
            <span class="visually-hidden">{direction}, </span>was {ordinal(before)}
          </small>
        </td>
      )}
      <td class="result-text">
        <ResultText document={document} />
        <StagePlaces document={document} />
      </td>
      <td class="number">{formatScore(firstStage.score)}</td>
      {rerank !== undefined && <td class="number">{formatScore(rerank.score)}</td>}
    </tr>
  );
}

/** A long text is opened on demand. */
function ResultText({ document: { text, snippet } }: { document: FoundDocument }): VNode {
  const isOpen = useSignal(false);
  if (text === snippet) return <p dir="auto">{text}</p>;
  return (
    <>
      <p dir="auto">{isOpen.value ? text : `${snippet}…`}</p>
      <button
        type="button"
        class="button-link"
        aria-expanded={isOpen}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {isOpen.value ? 'Less' : 'Whole text'}
      </button>
    </>
  );
}

/** Of a hybrid search: where each of the two had it. */
function StagePlaces({ document: { stages } }: { document: FoundDocument }): VNode | null {
  if (stages['fuse'] === undefined) return null;
  const places = (['dense', 'words'] as const).map((stage) => {
    const place = stages[stage];
    return `${STAGE_NAMES[stage]}: ${place === undefined ? 'not found' : ordinal(place.rank)}`;
  });
  return <small class="result-stages">{places.join(' · ')}</small>;
}
