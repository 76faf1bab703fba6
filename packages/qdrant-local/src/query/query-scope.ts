import type { Turns } from '../event-loop-turns.ts';
import type { RequestContext } from '../json/server-errors.ts';
import type { PayloadCopyOptions } from '../payloads/select-payload.ts';
import type { PointTable } from '../table/point-table.ts';
import type { AnswerSize } from './answer-size.ts';

/** What a query is evaluated in. Nothing of it changes while that lasts. */
export interface QueryScope extends PayloadCopyOptions {
  /** The collection that is searched. */
  readonly table: PointTable;
  /** Another collection by its name or alias; only those that the query was read to need. */
  readonly findOther: (name: string) => PointTable | undefined;
  readonly context: RequestContext;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly turns: Turns;
  /** What the answer holds so far. */
  readonly answerSize: AnswerSize;
}
