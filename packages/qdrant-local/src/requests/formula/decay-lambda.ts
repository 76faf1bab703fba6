import { failedValidation, type RequestContext } from '../../json/server-errors.ts';
import type { DecayKind } from './formula-tree.ts';

/**
 * Returns the constant that combines midpoint and scale of a decay function. The decay is `midpoint` where `x` is `scale` away from its target.
 *
 * Source: qdrant/qdrant lib/segment/src/index/query_optimization/rescore_formula/parsed_formula.rs
 * (`decay_params_to_lambda`).
 *
 * @throws {VectorStoreError} with status 400 when midpoint or scale are out of range.
 */
export function decayLambda(
  kind: DecayKind,
  { midpoint, scale }: { readonly midpoint: number; readonly scale: number },
  context: RequestContext,
): number {
  if (kind === 'lin_decay' && !(midpoint >= 0 && midpoint <= 1)) {
    throw failedValidation(context, `Linear decay midpoint should be in the range [0.0, 1.0], got ${midpoint}.`);
  }
  if (kind !== 'lin_decay' && !(midpoint > 0 && midpoint < 1)) {
    throw failedValidation(context, `Decay midpoint should be in the range (0.0, 1.0), got ${midpoint}.`);
  }
  if (scale <= 0) throw failedValidation(context, `Decay scale should be non-zero positive, got ${scale}.`);
  if (kind === 'lin_decay') return (1 - midpoint) / scale;
  return Math.log(midpoint) / (kind === 'exp_decay' ? scale : scale ** 2);
}
