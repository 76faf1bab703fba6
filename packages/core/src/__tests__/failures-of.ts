import type { ConformanceCase } from '../testing/index.ts';

/** Runs the cases and returns the names of those that fail. */
export async function failuresOf(cases: readonly ConformanceCase[]): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of cases) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}
