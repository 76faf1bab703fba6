import { finish, mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { isJsonObject } from '../../json/json-path.ts';
import { readObject, refuseUnknownKeys } from '../../json/read-fields.ts';
import { readFloat32, requireFloat32 } from '../../json/read-numbers.ts';
import { failedValidation, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { numberOf } from '../../json/whole-float.ts';
import { parseDatetime } from '../filter/parse-datetime.ts';
import { conditionKeys } from '../filter/read-condition.ts';
import { clauses, readFilter } from '../filter/read-filter.ts';
import { readPosition } from '../filter/read-geo.ts';
import { decayLambda } from './decay-lambda.ts';
import type { DecayKind, FormulaNode, UnaryOperator } from './formula-tree.ts';
import { type FormulaVariables, readFormulaVariables } from './formula-variables.ts';

/** The state with which an expression is read. */
interface Scope {
  readonly variables: FormulaVariables;
  readonly context: RequestContext;
  readonly depth: number;
  /** The number of expressions read so far. */
  readonly size: { count: number };
}

type OperatorReader = (body: unknown, name: string, scope: Scope) => FormulaNode | Steps<FormulaNode>;

const maxDepth = 128;
// Every expression is evaluated for every point. This many take about a millisecond for one point.
const maxSize = 10_000;
const expressionsPerStep = 64;
const operators: Readonly<Record<string, OperatorReader>> = {
  mult: readTerms,
  sum: readTerms,
  max: readTerms,
  min: readTerms,
  neg: readUnary,
  abs: readUnary,
  sqrt: readUnary,
  exp: readUnary,
  log10: readUnary,
  ln: readUnary,
  acosh: readUnary,
  div: readDivision,
  pow: readPower,
  lin_decay: readDecay,
  exp_decay: readDecay,
  gauss_decay: readDecay,
  geo_distance: readGeoDistance,
  datetime: readDatetime,
  datetime_key: (body, _, { variables }) => ({ kind: 'datetime', variable: variables.payload(body) }),
};

/**
 * Reads `{ formula, defaults }`.
 *
 * Source: qdrant/qdrant lib/shard/src/query/formula.rs.
 *
 * @throws {VectorStoreError} with status 400 or 422.
 */
export function* readFormula(
  query: Record<string, unknown>,
  path: string,
  context: RequestContext,
): Steps<FormulaNode> {
  const defaults = query['defaults'];
  if (isJsonObject(defaults) && Object.keys(defaults).length > maxSize) {
    throw malformedRequest(context, `a formula may have at most ${maxSize} defaults`);
  }
  const variables = readFormulaVariables(defaults, path, context);
  return yield* readExpression(query['formula'], { variables, context, depth: 0, size: { count: 0 } });
}

function* readExpression(value: unknown, outer: Scope): Steps<FormulaNode> {
  const scope = { ...outer, depth: outer.depth + 1 };
  const { variables, context } = scope;
  if (scope.depth > maxDepth) throw malformedRequest(context, `formulas may be nested at most ${maxDepth} levels deep`);
  if (++scope.size.count > maxSize)
    throw malformedRequest(context, `a formula may have at most ${maxSize} expressions`);
  if (numberOf(value) !== undefined) {
    return { kind: 'constant', value: requireFloat32(value, 'formula', context) };
  }
  if (typeof value === 'string') return variables.read(value);
  if (!isJsonObject(value))
    throw malformedRequest(context, 'an expression of a formula must be a number, a string or an object');
  const [name, ...others] = Object.keys(value).filter((key) => value[key] !== undefined);
  const readOperator = name === undefined || !Object.hasOwn(operators, name) ? undefined : operators[name];
  if (readOperator === undefined || others.length > 0) {
    if (!isCondition(value)) {
      const given = Object.keys(value).join(', ');
      const known = Object.keys(operators).join(', ');
      throw malformedRequest(context, `an expression has ${given}, but must have one of ${known}, or be a condition`);
    }
    return { kind: 'condition', filter: yield* readFilter({ must: [value] }, context) };
  }
  return yield* finish(readOperator(value[name!], name!, scope));
}

/** True when the object is intended as a condition or a filter. An empty filter lets every point pass. */
function isCondition(value: Record<string, unknown>): boolean {
  const names = Object.keys(value);
  return names.length === 0 || [...conditionKeys, ...clauses].some((key) => names.includes(key));
}

function* readTerms(body: unknown, name: string, scope: Scope): Steps<FormulaNode> {
  if (!Array.isArray(body)) throw malformedRequest(scope.context, `${name} must be a list of expressions`);
  if ((name === 'max' || name === 'min') && body.length === 0) {
    throw failedValidation(scope.context, `\`${name}\` needs at least one operand`);
  }
  return {
    kind: name as 'mult' | 'sum' | 'max' | 'min',
    terms: yield* mapLongInSteps(body as unknown[], (term) => readExpression(term, scope), expressionsPerStep),
  };
}

function* readUnary(body: unknown, name: string, scope: Scope): Steps<FormulaNode> {
  return { kind: name as UnaryOperator, operand: yield* readExpression(body, scope) };
}

function* readDivision(body: unknown, name: string, scope: Scope): Steps<FormulaNode> {
  const params = readParams(body, name, ['left', 'right', 'by_zero_default'], scope);
  return {
    kind: 'div',
    left: yield* readExpression(params['left'], scope),
    right: yield* readExpression(params['right'], scope),
    byZeroDefault: readFloat32(params, 'by_zero_default', name, scope.context),
  };
}

function* readPower(body: unknown, name: string, scope: Scope): Steps<FormulaNode> {
  const params = readParams(body, name, ['base', 'exponent'], scope);
  return {
    kind: 'pow',
    base: yield* readExpression(params['base'], scope),
    exponent: yield* readExpression(params['exponent'], scope),
  };
}

function* readDecay(body: unknown, name: string, scope: Scope): Steps<FormulaNode> {
  const { context } = scope;
  const params = readParams(body, name, ['x', 'target', 'scale', 'midpoint'], scope);
  const kind = name as DecayKind;
  return {
    kind,
    x: yield* readExpression(params['x'], scope),
    target: params['target'] == null ? { kind: 'constant', value: 0 } : yield* readExpression(params['target'], scope),
    lambda: decayLambda(
      kind,
      {
        midpoint: readFloat32(params, 'midpoint', name, context) ?? 0.5,
        scale: readFloat32(params, 'scale', name, context) ?? 1,
      },
      context,
    ),
  };
}

function readGeoDistance(body: unknown, name: string, scope: Scope): FormulaNode {
  const params = readParams(body, name, ['origin', 'to'], scope);
  return {
    kind: 'geoDistance',
    origin: readPosition(params['origin'], 'geo_distance.origin', scope.context),
    variable: scope.variables.payload(params['to']),
  };
}

function readDatetime(body: unknown, _: string, { context }: Scope): FormulaNode {
  if (typeof body !== 'string') throw malformedRequest(context, 'datetime must be a string');
  const microseconds = parseDatetime(body);
  if (microseconds === undefined) {
    throw failedValidation(context, `failed to parse date-time ${body}: input contains invalid characters`);
  }
  return { kind: 'constant', value: microseconds / 1_000_000 };
}

function readParams(
  body: unknown,
  name: string,
  known: readonly string[],
  { context }: Scope,
): Record<string, unknown> {
  const params = readObject(body, name, context);
  refuseUnknownKeys(params, known, name, context);
  return params;
}
