import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { FoundDocument } from '../../../src/web/contract.ts';
import { describeMoves, formatChange } from '../ranks/place-words.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { ordinal } from '../wording/ordinal.ts';
import { formatScore } from '../wording/quantities.ts';
import { MarkedText } from './marked-text.tsx';

/** A row of the result table: rank, change, text and scores of a document. */
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

/** The text of a document. A button expands a long text. */
function ResultText({ document: { text, snippet, matches } }: { document: FoundDocument }): VNode {
  const isOpen = useSignal(false);
  if (text === snippet)
    return (
      <p dir="auto">
        <MarkedText text={text} matches={matches} />
      </p>
    );
  return (
    <>
      <p dir="auto">
        <MarkedText text={isOpen.value ? text : snippet} matches={matches} />
        {!isOpen.value && '…'}
      </p>
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

/** The ranks of a document in each list, for a search with several lists. */
function StagePlaces({ document }: { document: FoundDocument }): VNode | null {
  const places = describeMoves(document);
  return places === undefined ? null : <small class="result-stages">{places}</small>;
}
