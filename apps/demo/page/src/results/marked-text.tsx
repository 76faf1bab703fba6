import type { VNode } from 'preact';

import type { TextMatch } from '../../../src/web/contract.ts';
import { splitByMatches } from './split-by-matches.ts';

/** A text, or the beginning of one, with its matching words marked. */
export function MarkedText({
  text,
  matches = [],
}: {
  text: string;
  matches?: readonly TextMatch[] | undefined;
}): VNode {
  return <>{splitByMatches(text, matches).map(({ part, isMatch }) => (isMatch ? <mark>{part}</mark> : part))}</>;
}
