import type { GraphValue } from '../graph.ts';

/** Inputs as Hugging Face's exporters declare them: int64, `[batch, tokens]`. */
export function tokenInputs(...names: readonly string[]): GraphValue[] {
  return names.map((name) => ({ name, type: 'int64', dims: ['batch', 'tokens'] }));
}
