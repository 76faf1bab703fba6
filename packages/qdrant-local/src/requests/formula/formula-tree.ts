import type { JsonPath } from '../../json/json-path.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import type { GeoPosition } from '../filter/geo-area.ts';

/** A value of a point's payload. */
export interface PayloadVariable {
  readonly path: JsonPath;
  /** The path as it was written. */
  readonly text: string;
  /** What stands in where a point has no value at the path; `undefined` when nothing does. */
  readonly fallback: unknown;
}

/** A checked expression of a formula; it is worth a float64. */
export type FormulaNode =
  | { readonly kind: 'constant'; readonly value: number }
  /** The score that the prefetch of this number gave the point. */
  | { readonly kind: 'score'; readonly prefetch: number; readonly fallback: number }
  | { readonly kind: 'number'; readonly variable: PayloadVariable }
  /** 1 where the filter passes, else 0. */
  | { readonly kind: 'condition'; readonly filter: ParsedFilter }
  /** Meters from `origin` to the place in the payload. */
  | { readonly kind: 'geoDistance'; readonly origin: GeoPosition; readonly variable: PayloadVariable }
  /** Seconds since 1970 of the moment in the payload. */
  | { readonly kind: 'datetime'; readonly variable: PayloadVariable }
  | { readonly kind: 'mult' | 'sum'; readonly terms: readonly FormulaNode[] }
  /** Of at least one term. */
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
      /** Where the decay is 1. */
      readonly target: FormulaNode;
      /** Midpoint and scale in one number; how it is used depends on the kind. */
      readonly lambda: number;
    };

/** Functions of one number. */
export type UnaryOperator = 'neg' | 'abs' | 'sqrt' | 'exp' | 'log10' | 'ln' | 'acosh';

/** Functions that fall from 1 with the distance of `x` from its target. */
export type DecayKind = 'lin_decay' | 'exp_decay' | 'gauss_decay';
