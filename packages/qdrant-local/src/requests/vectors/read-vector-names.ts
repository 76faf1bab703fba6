import { mapInSteps, type Steps } from '../../turns/steps.ts';

/** Returns the names in a list, each once, because a name may be repeated very often; `undefined` when `value` is not a list of strings. */
export function* readVectorNames(value: unknown): Steps<string[] | undefined> {
  if (!Array.isArray(value)) return undefined;
  const names = new Set<unknown>();
  yield* mapInSteps(value as unknown[], (name) => names.add(name));
  const different = [...names];
  return different.every((name) => typeof name === 'string') ? different : undefined;
}
