import { mapInSteps, type Steps } from '../event-loop-turns.ts';
import { isJsonObject, parseJsonPath } from '../json/json-path.ts';
import { PathTree } from '../json/path-tree.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { WithVector } from './types/request-types.ts';
import { readVectorNames } from './vectors/read-vector-names.ts';

/** Which part of a payload is wanted: what lies under one of the paths, all but that, everything, or nothing. */
export type PayloadSelection =
  | { readonly kind: 'include' | 'exclude'; readonly paths: PathTree }
  | { readonly kind: 'all' | 'none' };

/** What to return of each point beside its id. */
export interface ResultSelection {
  readonly payload: PayloadSelection;
  readonly vectors: WithVector;
}

/** Other names of the keys of a body that say what to return, except in grouped queries, where the server has none. */
export const resultAliases: Readonly<Record<string, string>> = { with_vectors: 'with_vector' };

/** The parts of a body that say what to return. */
interface ResultFields {
  readonly withPayload: unknown;
  readonly withVector: unknown;
  /** Whether payloads are returned when `withPayload` is absent. */
  readonly isPayloadDefault: boolean;
}

/** Reads `with_payload` and `with_vector`. @throws {VectorStoreError} with status 400. */
export function* readResultSelection(
  { withPayload, withVector, isPayloadDefault }: ResultFields,
  context: RequestContext,
): Steps<ResultSelection> {
  return {
    payload: yield* readPayloadSelection(withPayload ?? isPayloadDefault, context),
    vectors: yield* readVectorSelection(withVector ?? false, context),
  };
}

/** Reads `with_payload`: a boolean, a list of paths to include, `{ include }` or `{ exclude }`. */
function* readPayloadSelection(wanted: unknown, context: RequestContext): Steps<PayloadSelection> {
  if (typeof wanted === 'boolean') return { kind: wanted ? 'all' : 'none' };
  if (Array.isArray(wanted)) return { kind: 'include', paths: yield* readPaths(wanted, 'with_payload', context) };
  if (isJsonObject(wanted)) {
    const [kind, ...others] = Object.keys(wanted);
    if ((kind === 'include' || kind === 'exclude') && others.length === 0) {
      return { kind, paths: yield* readPaths(wanted[kind], `with_payload.${kind}`, context) };
    }
  }
  throw malformedRequest(
    context,
    'with_payload must be a boolean, a list of keys, { include: [keys] } or { exclude: [keys] }',
  );
}

function* readPaths(value: unknown, path: string, context: RequestContext): Steps<PathTree> {
  if (!Array.isArray(value)) throw malformedRequest(context, `${path} must name its keys in a list`);
  const tree = new PathTree();
  yield* mapInSteps(value as unknown[], (text, index) => tree.add(parseJsonPath(text, `${path}[${index}]`, context)));
  return tree;
}

function* readVectorSelection(wanted: unknown, context: RequestContext): Steps<WithVector> {
  if (typeof wanted === 'boolean') return wanted;
  const names = yield* readVectorNames(wanted);
  if (names !== undefined) return names;
  throw malformedRequest(context, 'with_vector must be a boolean or a list of vector names');
}
