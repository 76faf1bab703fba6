import type { PointId } from '@x/core';

import { runInTurns, isSteps, mapInSteps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import type { RequestContext } from '../json/server-errors.ts';
import type { PayloadCopyOptions } from '../payloads/select-payload.ts';
import type { ParsedRetrieve, ParsedScroll } from '../requests/points/read-point-lists.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';
import type { PointRecordResult, ScrollResult } from '../requests/types/result-types.ts';
import type { PointTable } from '../table/point-table.ts';
import { requireResultVectors } from '../table/prepare-vector.ts';
import { shapeRecord } from '../table/shape-record.ts';
import { AnswerSize, pointBytes } from './answer-size.ts';
import { orderSlots } from './order-slots.ts';
import { scrollSlots } from './scroll-slots.ts';

/** The context in which a list of points is read. */
export interface Reading extends PayloadCopyOptions {
  readonly context: RequestContext;
  readonly turns: Turns;
}

/**
 * Returns the points with the given ids, each once, in the order of the ids. Unknown ids are left out.
 *
 * @throws {VectorStoreError} with status 400 when a requested vector does not exist, or the result would be too large.
 */
export async function retrievePoints(
  table: PointTable,
  { ids, result }: ParsedRetrieve,
  reading: Reading,
): Promise<PointRecordResult[]> {
  requireResultVectors(table.config, result, reading.context);
  const slots = new Set<number>();
  const find = (id: PointId): void => {
    const slot = table.slotOf(id);
    if (slot !== undefined) slots.add(slot);
  };
  await runInTurns(mapInSteps(ids, find), reading.turns);
  return shapeRecords(table, [...slots], result, reading);
}

/**
 * Returns a page of the points that pass the filter, in the order of their ids or of a payload value.
 *
 * @throws {VectorStoreError} with status 400 when a requested vector does not exist, or the result would be too large.
 */
export async function scrollPoints(table: PointTable, request: ParsedScroll, reading: Reading): Promise<ScrollResult> {
  const { limit, offset, orderBy, filter, result } = request;
  const { context, turns } = reading;
  requireResultVectors(table.config, result, context);
  const selection = await selectSlots(table, filter, turns);
  if (orderBy !== undefined) {
    const ordered = await orderSlots(table, orderBy, { selection, limit, turns });
    const slots = await runInTurns(
      mapInSteps(ordered, ({ slot }) => slot),
      turns,
    );
    const records = await shapeRecords(table, slots, result, reading);
    const withValues = mapInSteps(records, (record, index) => ({ ...record, order_value: ordered[index]!.value }));
    return { points: await runInTurns(withValues, turns), next_page_offset: null };
  }
  const { slots, nextSlot } = await scrollSlots(table, { limit, from: offset, selection, turns });
  return {
    points: await shapeRecords(table, slots, result, reading),
    next_page_offset: nextSlot === undefined ? null : table.id(nextSlot),
  };
}

async function shapeRecords(
  table: PointTable,
  slots: readonly number[],
  result: ResultSelection,
  { context, turns, ...options }: Reading,
): Promise<PointRecordResult[]> {
  new AnswerSize(context).add(slots.length, pointBytes(table.config, result));
  const records: PointRecordResult[] = [];
  for (const slot of slots) {
    if (turns.isSpent()) await turns.next();
    const record = shapeRecord(table, slot, result, options);
    records.push(isSteps(record) ? await runInTurns(record, turns) : record);
  }
  return records;
}
