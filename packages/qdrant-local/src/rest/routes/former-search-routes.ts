import { contextOf } from '../../api/method-group.ts';
import { ownBody } from '../../api/read-request.ts';
import { runInTurns, type Steps } from '../../turns/steps.ts';
import { Turns } from '../../turns/turns.ts';
import {
  translateBatch,
  translateDiscover,
  translateRecommend,
  translateSearch,
  type Translation,
} from '../former-searches.ts';
import { type Route, route, type RouteCall } from '../route.ts';

const points = '/collections/{collection_name}/points';

/**
 * The search operations that preceded `query`. Qdrant's OpenAPI description contained them up to 1.18, and a server of 1.19 still
 * supports them.
 *
 * Source: qdrant/qdrant src/actix/api/{search,recommend,discovery}_api.rs.
 */
export const formerSearchRoutes: readonly Route[] = [
  one('search', 'searchPoints', translateSearch),
  batch('search', 'searchBatchPoints', translateSearch),
  groups('search', 'searchPointGroups', translateSearch),
  one('recommend', 'recommendPoints', translateRecommend),
  batch('recommend', 'recommendBatchPoints', translateRecommend),
  groups('recommend', 'recommendPointGroups', translateRecommend),
  one('discover', 'discoverPoints', translateDiscover),
  batch('discover', 'discoverBatchPoints', translateDiscover),
];

function one(name: string, operation: string, translate: Translation): Route {
  return route('POST', `${points}/${name}`, operation, async ({ database, collection, body, reading }) => {
    const query = await translated(translate(body, false, contextOf(operation, collection)), reading);
    return (await database.query(collection, query, reading)).points;
  });
}

function batch(name: string, operation: string, translate: Translation): Route {
  const run = async ({ database, collection, body, reading }: RouteCall): Promise<unknown> => {
    const queries = await translated(translateBatch(body, translate, contextOf(operation, collection)), reading);
    const answers = await database.queryBatch(collection, queries, reading);
    return answers.map((answer) => answer.points);
  };
  return route('POST', `${points}/${name}/batch`, operation, run);
}

function groups(name: string, operation: string, translate: Translation): Route {
  return route('POST', `${points}/${name}/groups`, operation, async ({ database, collection, body, reading }) => {
    const query = await translated(translate(body, true, contextOf(operation, collection)), reading);
    return database.queryGroups(collection, query, reading);
  });
}

/** Returns the body of a query, which no other code references. */
async function translated(steps: Steps<Record<string, unknown>>, { signal }: RouteCall['reading']): Promise<never> {
  return ownBody(await runInTurns(steps, new Turns(signal))) as never;
}
