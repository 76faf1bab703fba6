import type { QdrantClient } from '../index.ts';

/** The result of a call, or the public facts of its error. */
export type Outcome = { readonly answer: unknown } | Readonly<Record<string, unknown>>;

/**
 * Returns the result of a call, or the public facts of its error.
 *
 * An infinite or NaN number becomes null, because JSON has neither. The creation time of a collection is omitted, because it always differs.
 */
export async function outcomeOf(client: QdrantClient, method: string, args: readonly unknown[]): Promise<Outcome> {
  const run = Reflect.get(client, method) as (...all: readonly unknown[]) => Promise<unknown>;
  try {
    const answer = await run.apply(client, [...args]);
    return { answer: withoutInfinities(method === 'getCollection' ? withoutMoment(answer) : answer) };
  } catch (error) {
    const { message, name } = error as Error;
    const facts = ['code', 'status', 'operation', 'collection', 'isRetryable', 'parameter'];
    return { name, message, ...Object.fromEntries(facts.map((key) => [key, Reflect.get(error as Error, key)])) };
  }
}

function withoutMoment(info: unknown): unknown {
  const { created_at: _createdAt, ...others } = info as Record<string, unknown>;
  return others;
}

function withoutInfinities(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(withoutInfinities);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutInfinities(item)]));
}
