import { everyElement, isJsonObject, type JsonPath, parseJsonPath } from '../../json/json-path.ts';
import { failedValidation, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { numberOf } from '../../json/whole-float.ts';
import type { FormulaNode, PayloadVariable } from './formula-tree.ts';

/** Reads a formula's variables, each with its default. */
export interface FormulaVariables {
  /** Reads `$score`, `$score[i]` or a payload path. @throws {VectorStoreError} with status 400. */
  read(text: string): FormulaNode;
  /** Reads a payload path. @throws {VectorStoreError} with status 400. */
  payload(text: unknown): PayloadVariable;
}

type Variable = { readonly score: number } | { readonly path: JsonPath };

/**
 * Reads the `defaults` of a formula and returns the reader of its variables.
 *
 * Source: qdrant/qdrant lib/segment/src/index/query_optimization/rescore_formula/parsed_formula.rs (`VariableId`).
 *
 * @throws {VectorStoreError} with status 400 when the defaults are malformed.
 */
export function readFormulaVariables(value: unknown, path: string, context: RequestContext): FormulaVariables {
  const defaults = value ?? {};
  if (!isJsonObject(defaults)) throw malformedRequest(context, `${path}.defaults must be an object`);
  const payloadDefaults = new Map<string, unknown>();
  const scoreDefaults = new Map<number, number>();
  for (const [key, fallback] of Object.entries(defaults)) {
    const variable = parseVariable(key, context);
    const number = numberOf(fallback);
    if ('path' in variable) payloadDefaults.set(pathKey(variable.path), fallback);
    else if (number !== undefined) scoreDefaults.set(variable.score, number);
  }
  const payload = (text: unknown, parsed?: JsonPath): PayloadVariable => {
    const valuePath = parsed ?? parseJsonPath(text, 'a variable of the formula', context);
    return { path: valuePath, text: String(text), fallback: payloadDefaults.get(pathKey(valuePath)) };
  };
  return {
    payload: (text) => payload(text),
    read: (text) => {
      const variable = parseVariable(text, context);
      if ('path' in variable) return { kind: 'number', variable: payload(text, variable.path) };
      const { score } = variable;
      return { kind: 'score', prefetch: score, fallback: scoreDefaults.get(score) ?? 0 };
    },
  };
}

function parseVariable(text: string, context: RequestContext): Variable {
  const refuse = (reason: string): never => {
    throw failedValidation(context, `failed to parse variable ID ${text}: ${reason}: ${text}`);
  };
  if (!text.startsWith('$')) return { path: tryParsePath(text, context) ?? refuse('Invalid payload variable') };
  const [word, ...rest] = tryParsePath(text.slice(1), context) ?? refuse('Invalid reserved variable');
  if (word !== 'score') return refuse('Invalid reserved word');
  if (rest.length === 0) return { score: 0 };
  const [index] = rest;
  return rest.length === 1 && typeof index === 'number' ? { score: index } : refuse('Invalid reserved variable');
}

function tryParsePath(text: string, context: RequestContext): JsonPath | undefined {
  try {
    return parseJsonPath(text, 'a variable of the formula', context);
  } catch {
    return undefined;
  }
}

/** Returns a key that is equal for equal paths, regardless of their spelling. */
function pathKey(path: JsonPath): string {
  return path.map((item) => (item === everyElement ? '[]' : JSON.stringify(item))).join('.');
}
