import type { NamedVectorStore } from '@x/core';

import type { CallWatch } from '../events.ts';
import type { QueryVectors } from './query-vectors.ts';

/** What the stages of one search need. */
export interface SearchRun<Payload extends object> {
  readonly store: NamedVectorStore<Payload>;
  readonly text: (payload: Payload) => string;
  readonly query: string;
  readonly vectors: QueryVectors;
  readonly candidates: number;
  readonly filter: unknown;
  /** True when the search must report the rank and score in every list. */
  readonly explain: boolean;
  readonly signal: AbortSignal | undefined;
  readonly whenRerankFails: 'error' | 'first-stage';
  readonly watch: CallWatch;
}
