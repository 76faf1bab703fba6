import type { JsonPath } from '../../json/json-path.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import type { GeoPosition } from '../filter/geo-area.ts';

/** A variable that reads a value of a point's payload. */
export interface PayloadVariable {
  readonly path: JsonPath;
  /** The path as it was written in the formula. */
  readonly text: string;
  /** The value for points without a value at the path; `undefined` means that there is none. */
  readonly fallback: unknown;
}

/** A checked expression of a formula. Its value is a float64. */
export type FormulaNode =
  | { readonly kind: 'constant'; readonly value: number }
  /** The score of the point in the prefetch with this number. */
  | { readonly kind: 'score'; readonly prefetch: number; readonly fallback: number }
  | { readonly kind: 'number'; readonly variable: PayloadVariable }
  /** 1 when the filter passes, otherwise 0. */
  | { readonly kind: 'condition'; readonly filter: ParsedFilter }
  /** The distance in meters from `origin` to the geo point in the payload. */
  | { readonly kind: 'geoDistance'; readonly origin: GeoPosition; readonly variable: PayloadVariable }
  /** The moment in the payload, in seconds since 1970. */
  | { readonly kind: 'datetime'; readonly variable: PayloadVariable }
  | { readonly kind: 'mult' | 'sum'; readonly terms: readonly FormulaNode[] }
  /** Has at least one term. */
  | { readonly kind: 'max' | 'min'; readonly terms: readonly FormulaNode[] }
  | { readonly kind: UnaryOperator; readonly operand: FormulaNode }
  | {
      readonly kind: 'div';
      readonly left: FormulaNode;
      readonly right: FormulaNode;
      readonly byZeroDefault: number | undefined;
    }
  | { readonly kind: 'pow'; readonly base: FormulaNode; readonly exponent: FormulaNode }
  | {
      readonly kind: DecayKind;
      readonly x: FormulaNode;
      /** The value at which the decay is 1. */
      readonly target: FormulaNode;
      /** Midpoint and scale combined into one number, which each kind uses in its own way. */
      readonly lambda: number;
    };

/** Functions of one number. */
export type UnaryOperator = 'neg' | 'abs' | 'sqrt' | 'exp' | 'log10' | 'ln' | 'acosh';

/** Functions that decrease from 1 with the distance of `x` from its target. */
export type DecayKind = 'lin_decay' | 'exp_decay' | 'gauss_decay';
