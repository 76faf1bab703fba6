import type { GraphValue } from '../graph.ts';

/** Declares inputs like Hugging Face's exporters: int64, `[batch, tokens]`. */
export function tokenInputs(...names: readonly string[]): GraphValue[] {
  return names.map((name) => ({ name, type: 'int64', dims: ['batch', 'tokens'] }));
}
