import { mapLongInSteps, type Steps } from '../turns/steps.ts';
import { selectSlotsInSteps } from '../filter/slot-selection.ts';
import { haversineDistance } from '../requests/filter/geo-area.ts';
import type { DecayKind, FormulaNode, UnaryOperator } from '../requests/formula/formula-tree.ts';
import { type FormulaScope, nonFinite, shortNumber, type SlotValue } from './formula-scope.ts';
import { readDatetime, readGeoPoint, readNumberValue, variableReader } from './formula-values.ts';
import { slotTest } from './narrow-selection.ts';

const termsPerStep = 64;

/**
 * Compiles an expression into a function of a slot.
 *
 * Source: qdrant/qdrant lib/segment/src/index/query_optimization/rescore_formula/formula_scorer.rs.
 */
export function* compileFormula(expression: FormulaNode, scope: FormulaScope): Steps<SlotValue> {
  switch (expression.kind) {
    case 'constant':
      return () => expression.value;
    case 'score': {
      const scores = scope.scores[expression.prefetch];
      return (slot) => scores?.get(slot) ?? expression.fallback;
    }
    case 'condition': {
      const passes = slotTest(yield* selectSlotsInSteps(scope.table, expression.filter));
      return (slot) => (passes(slot) ? 1 : 0);
    }
    case 'number':
      return variableReader(expression.variable, readNumberValue, scope);
    case 'datetime':
      return variableReader(expression.variable, readDatetime, scope);
    case 'geoDistance': {
      const read = variableReader(expression.variable, readGeoPoint, scope);
      return (slot) => haversineDistance(expression.origin, read(slot));
    }
    case 'mult':
      return product(yield* compileTerms(expression.terms, scope));
    case 'sum': {
      const terms = yield* compileTerms(expression.terms, scope);
      return (slot) => terms.reduce((sum, term) => sum + term(slot), 0);
    }
    case 'max':
    case 'min':
      return extreme(expression.kind, yield* compileTerms(expression.terms, scope));
    case 'div': {
      const [left, right] = yield* compileTerms([expression.left, expression.right], scope);
      return quotient(left!, right!, expression.byZeroDefault, scope);
    }
    case 'pow': {
      const [base, exponent] = yield* compileTerms([expression.base, expression.exponent], scope);
      return power(base!, exponent!, scope);
    }
    case 'lin_decay':
    case 'exp_decay':
    case 'gauss_decay': {
      const { kind, lambda } = expression;
      const [x, target] = yield* compileTerms([expression.x, expression.target], scope);
      return decay(kind, x!, target!, lambda);
    }
    default:
      return unary(expression.kind, yield* compileFormula(expression.operand, scope), scope);
  }
}

function compileTerms(terms: readonly FormulaNode[], scope: FormulaScope): Steps<SlotValue[]> {
  return mapLongInSteps(terms, (term) => compileFormula(term, scope), termsPerStep);
}

/** Factors after a 0 are not evaluated. */
function product(factors: readonly SlotValue[]): SlotValue {
  return (slot) => {
    let result = 1;
    for (const factor of factors) {
      const value = factor(slot);
      if (value === 0) return 0;
      result *= value;
    }
    return result;
  };
}

/** Returns the largest or smallest value, ignoring NaN (qdrant-client 1.20, hybrid/formula.py). */
function extreme(kind: 'max' | 'min', terms: readonly SlotValue[]): SlotValue {
  const sign = kind === 'max' ? 1 : -1;
  return (slot) => {
    let found = -sign * Infinity;
    for (const term of terms) {
      const value = term(slot);
      if (sign * value > sign * found) found = value;
    }
    return found;
  };
}

/** When the dividend is 0, the divisor is not evaluated. */
function quotient(
  dividend: SlotValue,
  divisor: SlotValue,
  byZeroDefault: number | undefined,
  scope: FormulaScope,
): SlotValue {
  return (slot) => {
    const left = dividend(slot);
    if (left === 0) return 0;
    const right = divisor(slot);
    if (right === 0 && byZeroDefault !== undefined) return byZeroDefault;
    const value = left / right;
    if (Number.isFinite(value)) return value;
    throw nonFinite(scope, `${shortNumber(left)}/${shortNumber(right)} = ${shortNumber(value)}`);
  };
}

function power(base: SlotValue, exponent: SlotValue, scope: FormulaScope): SlotValue {
  return (slot) => {
    const left = base(slot);
    const right = exponent(slot);
    const value = left ** right;
    if (Number.isFinite(value)) return value;
    throw nonFinite(scope, `${shortNumber(left)}^${shortNumber(right)} = ${shortNumber(value)}`);
  };
}

const unaryFunctions: Readonly<
  Record<UnaryOperator, { of: (value: number) => number; shown: (value: string) => string }>
> = {
  neg: { of: (value) => -value, shown: (value) => `-${value}` },
  abs: { of: Math.abs, shown: (value) => `|${value}|` },
  sqrt: { of: Math.sqrt, shown: (value) => `√${value}` },
  exp: { of: Math.exp, shown: (value) => `exp(${value})` },
  log10: { of: Math.log10, shown: (value) => `log10(${value})` },
  ln: { of: Math.log, shown: (value) => `ln(${value})` },
  acosh: { of: Math.acosh, shown: (value) => `acosh(${value})` },
};

function unary(kind: UnaryOperator, operand: SlotValue, scope: FormulaScope): SlotValue {
  const { of, shown } = unaryFunctions[kind];
  const isChecked = kind !== 'neg' && kind !== 'abs';
  return (slot) => {
    const value = operand(slot);
    const result = of(value);
    if (!isChecked || Number.isFinite(result)) return result;
    throw nonFinite(scope, `${shown(shortNumber(value))} = ${shortNumber(result)}`);
  };
}

function decay(kind: DecayKind, x: SlotValue, target: SlotValue, lambda: number): SlotValue {
  return (slot) => {
    const distance = Math.abs(x(slot) - target(slot));
    if (kind === 'lin_decay') return Math.max(0, 1 - lambda * distance);
    return Math.exp(kind === 'exp_decay' ? lambda * distance : lambda * distance * distance);
  };
}
