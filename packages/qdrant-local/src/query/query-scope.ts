import type { Turns } from '../turns/turns.ts';
import type { RequestContext } from '../json/server-errors.ts';
import type { PayloadCopyOptions } from '../payloads/select-payload.ts';
import type { PointTable } from '../table/point-table.ts';
import type { AnswerSize } from './answer-size.ts';

/** The environment in which a query is evaluated. It does not change during the evaluation. */
export interface QueryScope extends PayloadCopyOptions {
  /** The searched collection. */
  readonly table: PointTable;
  /** The name of the searched collection, never an alias. */
  readonly tableName: string;
  /** Returns another collection by its name or alias. It knows only the collections that the query needs. */
  readonly findOther: (name: string) => PointTable | undefined;
  readonly context: RequestContext;
  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly turns: Turns;
  /** The size of the result so far. */
  readonly answerSize: AnswerSize;
}
