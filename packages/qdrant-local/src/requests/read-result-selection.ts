import { mapInSteps, type Steps } from '../turns/steps.ts';
import { isJsonObject, parseJsonPath } from '../json/json-path.ts';
import { PathTree } from '../json/path-tree.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { WithVector } from './types/request-types.ts';
import { readVectorNames } from './vectors/read-vector-names.ts';

/** The part of a payload to return: the values under the paths, everything else, everything, or nothing. */
export type PayloadSelection =
  | { readonly kind: 'include' | 'exclude'; readonly paths: PathTree }
  | { readonly kind: 'all' | 'none' };

/** The parts of each point to return, in addition to its id. */
export interface ResultSelection {
  readonly payload: PayloadSelection;
  readonly vectors: WithVector;
}

/** Aliases of the keys of a body that say what to return. Grouped queries have no such aliases on the server. */
export const resultAliases: Readonly<Record<string, string>> = { with_vectors: 'with_vector' };

/** The fields of a body that say what to return. */
interface ResultFields {
  readonly withPayload: unknown;
  readonly withVector: unknown;
  /** Whether payloads are returned when `withPayload` is missing. */
  readonly isPayloadDefault: boolean;
}

/** Reads `with_payload` and `with_vector`. @throws {VectorStoreError} with status 400 when one of them is malformed. */
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
  if (!Array.isArray(value)) throw malformedRequest(context, `${path} must be a list of keys`);
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
