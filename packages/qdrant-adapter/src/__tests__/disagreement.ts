import { isDeepStrictEqual } from 'node:util';
import { differenceOf, hasTies } from '@x/qdrant-types';
import type { QdrantClient, QueryRequest } from '../index.ts';
import type { Outcome } from './outcome-of.ts';

/** A method of the client with its arguments. */
export type Call = readonly [method: string, args: readonly unknown[]];
type Body = Omit<QueryRequest, 'prefetch'> & {
  readonly prefetch?: Body | readonly Body[];
  readonly limit?: number;
  readonly group_by?: string;
};

/**
 * Describes where a real server returned a different result than memory; undefined when they agree.
 *
 * Does not compare the order of equal scores, nor what depends on that order: which points a prefetch passes on or a group contains. Numbers must agree
 * within float32 precision. Errors are compared by {@link refusalOf}. A call that may have `severalFaults` may report any one of them.
 */
export async function disagreementOf(
  memory: QdrantClient,
  [method, args]: Call,
  here: Outcome,
  there: Outcome,
  { severalFaults = false }: { readonly severalFaults?: boolean } = {},
): Promise<string | undefined> {
  if (!('answer' in here) && !('answer' in there)) {
    const [expected, found] = [refusalOf(here, severalFaults), refusalOf(there, severalFaults)];
    return isDeepStrictEqual(expected, found) ? undefined : shown('refused differently', here, there);
  }
  const isQuery = method.startsWith('query');
  const body = args[1] as Body | { readonly searches: readonly Body[] } | undefined;
  const searches = isQuery ? (body !== undefined && 'searches' in body ? body.searches : [body as Body]) : [];
  if (!('answer' in here && 'answer' in there)) {
    return (await someAsync(searches, (search) => dependsOnTies(memory, search)))
      ? undefined
      : shown('refused by one', here, there);
  }
  if (method === 'getCollection') return differenceOf(described(there.answer), described(here.answer), uncut);
  if (!isQuery) return differenceOf(there.answer, here.answer, uncut);
  const [found, expected] = [there.answer, here.answer].map(
    (answer) => (method === 'queryBatch' ? answer : [answer]) as unknown[],
  );
  for (const [index, search] of searches.entries()) {
    const difference = differenceOf(found![index], expected![index], {
      limit: search.limit ?? 10,
      isCutInFront: false,
    });
    if (difference === undefined) continue;
    const isDecided = !(await dependsOnTies(memory, search, { isGrouped: method === 'queryGroups' }));
    if (isDecided) return difference;
  }
  return undefined;
}

const uncut = { limit: Infinity, isCutInFront: false };

/**
 * Returns what two errors for the same fault must share: class, status, operation and message. For a body that cannot be read or is out of range, only
 * the kind of message is compared, because a server's parser words it after its own types.
 */
export function refusalOf(refusal: Outcome, severalFaults = false): unknown {
  const { message, status, ...facts } = refusal as Readonly<Record<string, unknown>>;
  if (severalFaults && facts['code'] === 'VECTOR_STORE') return facts;
  return {
    ...facts,
    status,
    message: String(message).replace(/^((Format|Validation|Deserialize) error in [^:]+:).*/s, '$1'),
  };
}

/** Returns whether the order of equal scores can change the results of a query, apart from the order of its own hits. */
async function dependsOnTies(memory: QdrantClient, search: Body, { isGrouped = false } = {}): Promise<boolean> {
  const isDiverse = typeof search.query === 'object' && search.query !== null && 'mmr' in search.query;
  if (isDiverse || (isGrouped && (await ties(memory, search)))) return true;
  const stages = [search.prefetch ?? []].flat() as readonly Body[];
  return someAsync(stages, async (stage) => (await ties(memory, stage)) || (await dependsOnTies(memory, stage)));
}

async function ties(memory: QdrantClient, search: Body): Promise<boolean> {
  const whole = { ...search, limit: 1000, group_by: undefined };
  const answer = await memory.query('all', whole as QueryRequest).catch(() => undefined);
  return answer !== undefined && hasTies(answer.points);
}

async function someAsync<Item>(items: readonly Item[], test: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await test(item)) return true;
  return false;
}

/** Returns the description of a collection without the server's own settings and the state of its optimizer. */
function described(answer: unknown): unknown {
  const { config, points_count, payload_schema } = answer as Awaited<ReturnType<QdrantClient['getCollection']>>;
  const { vectors, sparse_vectors } = config.params;
  return { vectors, sparse_vectors, points_count, payload_schema };
}

function shown(what: string, here: Outcome, there: Outcome): string {
  return `${what}: in memory ${JSON.stringify(here)}, on the server ${JSON.stringify(there)}`;
}
