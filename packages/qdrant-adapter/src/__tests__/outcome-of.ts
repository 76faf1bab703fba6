import type { QdrantClient } from '../index.ts';

/** What a call comes to: its answer, or what is public of its error. */
export async function outcomeOf(client: QdrantClient, method: string, args: readonly unknown[]): Promise<unknown> {
  const run = Reflect.get(client, method) as (...all: readonly unknown[]) => Promise<unknown>;
  try {
    return { answer: await run.apply(client, [...args]) };
  } catch (error) {
    const { message, name } = error as Error;
    const facts = ['code', 'status', 'operation', 'collection', 'isRetryable', 'parameter'];
    return { name, message, ...Object.fromEntries(facts.map((key) => [key, Reflect.get(error as Error, key)])) };
  }
}
