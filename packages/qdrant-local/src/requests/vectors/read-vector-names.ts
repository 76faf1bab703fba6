import { mapInSteps, type Steps } from '../../event-loop-turns.ts';

/** The names in a list, each once, as it may come very often; `undefined` when `value` is no list of strings. */
export function* readVectorNames(value: unknown): Steps<string[] | undefined> {
  if (!Array.isArray(value)) return undefined;
  const names = new Set<unknown>();
  yield* mapInSteps(value as unknown[], (name) => names.add(name));
  const different = [...names];
  return different.every((name) => typeof name === 'string') ? different : undefined;
}
