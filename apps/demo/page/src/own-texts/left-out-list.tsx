import type { VNode } from 'preact';

import { countOf } from '../wording/quantities.ts';
import { shorten } from '../wording/shorten.ts';
import type { LeftOut } from './left-out.ts';
import { fitted, sources, understood } from './own-texts-state.ts';

const SHOWN_PIECES = 3;
const PIECE_LENGTH = 60;

/** The list of parts that are in no text, with their number, the reason and the first pieces. */
export function LeftOutList(): VNode | null {
  const ofSources = understood.value.flatMap(({ leftOut }, index) => {
    const fileName = understood.value.length > 1 ? (sources.value[index]?.fileName ?? '') : '';
    return leftOut.map((part) => ({ ...part, fileName }));
  });
  const all = [...ofSources, ...fitted.value.leftOut.map((part) => ({ ...part, fileName: '' }))];
  if (all.length === 0) return null;
  return (
    <div class="left-out">
      <p class="field-label" id="left-out">
        Skipped
      </p>
      <ul aria-labelledby="left-out">
        {all.map((part, index) => (
          <LeftOutItem key={index} {...part} />
        ))}
      </ul>
    </div>
  );
}

function LeftOutItem({ thing, reason, pieces, fileName }: LeftOut & { readonly fileName: string }): VNode {
  return (
    <li>
      {fileName !== '' && `${fileName}: `}
      <strong>{countOf(pieces.length, thing)}</strong> {reason}:{' '}
      {pieces.slice(0, SHOWN_PIECES).map((piece, index) => (
        <>
          {index > 0 && ', '}
          <q key={index} dir="auto">
            {shorten(piece, PIECE_LENGTH)}
          </q>
        </>
      ))}
      {pieces.length > SHOWN_PIECES && ', …'}
    </li>
  );
}
