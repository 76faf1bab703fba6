import { runInTurns, mapInSteps, mapLongInSteps, type Steps } from '../turns/steps.ts';
import type { FormulaNode } from '../requests/formula/formula-tree.ts';
import { compileFormula } from './compile-formula.ts';
import { type FormulaScope, nonFinite, shortNumber } from './formula-scope.ts';
import { type QueryHit, slotsOf } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';

/**
 * Scores every point of the sources by a formula.
 *
 * Arithmetic is float64, and the resulting score is a float32. Source: qdrant/qdrant
 * lib/segment/src/index/query_optimization/rescore_formula/formula_scorer.rs.
 *
 * @throws {VectorStoreError} with status 400 when a value is missing or has another type, or when a result is not finite.
 */
export async function rescoreByFormula(
  expression: FormulaNode,
  sources: readonly (readonly QueryHit[])[],
  { table, context, turns }: QueryScope,
): Promise<QueryHit[]> {
  const scores = await runInTurns(mapLongInSteps(sources, scoresBySlot), turns);
  const scope: FormulaScope = { table, context, scores };
  const evaluate = await runInTurns(compileFormula(expression, scope), turns);
  const slots = await runInTurns(slotsOf(sources), turns);
  const hits: QueryHit[] = [];
  for (const slot of slots) {
    if (turns.isSpent()) await turns.next();
    const value = evaluate(slot);
    const score = Math.fround(value);
    if (!Number.isFinite(score)) throw nonFinite(scope, `${shortNumber(value)} as f32 = ${shortNumber(score)}`);
    hits.push({ slot, score });
  }
  return hits;
}

function* scoresBySlot(source: readonly QueryHit[]): Steps<Map<number, number>> {
  const scores = new Map<number, number>();
  yield* mapInSteps(source, ({ slot, score }) => scores.set(slot, score));
  return scores;
}
