import { type PointId, stringifyJsonLine } from '@x/core';

import type { CollectionContext, Database } from '../engine/database.ts';
import { describeCollection } from '../engine/describe-collection.ts';
import { Turns } from '../turns/turns.ts';
import { scrollPoints } from '../query/list-points.ts';
import { stringifyExactJson } from '../wire/exact-json.ts';
import { describeSettings, headerLine } from './collection-header.ts';

// Points read together.
const pageSize = 256;

/** Yields the lines of a collection: its settings, then each point. @throws {VectorStoreError} with status 404 when it does not exist. */
export async function* exportCollection(database: Database, context: CollectionContext): AsyncGenerator<string> {
  yield lineOf(headerLine(describeSettings(await database.read(context, describeCollection))));
  const reading = { context, turns: new Turns(), keepsWholeFloats: true };
  let offset: PointId | undefined;
  do {
    const request = {
      limit: pageSize,
      offset,
      orderBy: undefined,
      filter: undefined,
      result: { payload: { kind: 'all' }, vectors: true },
    } as const;
    const page = await database.read(context, (table) => scrollPoints(table, request, reading));
    for (const { id, vector, payload } of page.points) yield lineOf({ id, vector, payload });
    offset = page.next_page_offset ?? undefined;
  } while (offset !== undefined);
}

function lineOf(value: object): string {
  return stringifyJsonLine(value, stringifyExactJson);
}
