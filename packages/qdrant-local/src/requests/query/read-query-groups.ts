import type { Steps } from '../../turns/steps.ts';
import { type JsonPath, parseJsonPath } from '../../json/json-path.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, renameAliases } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { readResultSelection, type ResultSelection } from '../read-result-selection.ts';
import type { ParsedQuery } from './query-tree.ts';
import { readRootQuery, rootQueryKeys } from './read-query.ts';

/** The collection in which the points of groups are looked up, and the parts of them to return. */
export interface ParsedGroupLookup {
  readonly collection: string;
  readonly result: ResultSelection;
}

/** A checked `queryGroups`. The query's limit is the number of groups. */
export interface ParsedQueryGroups {
  readonly query: Omit<ParsedQuery, 'offset'>;
  readonly groupBy: JsonPath;
  readonly groupSize: number;
  readonly lookup: ParsedGroupLookup | undefined;
}

/** Reads the body of `queryGroups`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readQueryGroups(request: unknown, context: RequestContext): Steps<ParsedQueryGroups> {
  const body = readObject(request, 'the grouped query', context);
  const known = [...rootQueryKeys, 'group_by', 'group_size', 'with_lookup'];
  refuseUnknownKeys(body, known, 'the grouped query', context);
  return {
    query: yield* readRootQuery(body, context),
    groupBy: parseJsonPath(body['group_by'], 'group_by', context),
    groupSize: readWholeNumber(body, 'group_size', { min: 1, absent: 3 }, context),
    lookup: yield* readLookup(body['with_lookup'], context),
  };
}

function* readLookup(value: unknown, context: RequestContext): Steps<ParsedGroupLookup | undefined> {
  if (value === undefined || value === null) return undefined;
  const given = readObject(typeof value === 'string' ? { collection: value } : value, 'with_lookup', context);
  const lookup = renameAliases(given, { with_vector: 'with_vectors' }, context);
  refuseUnknownKeys(lookup, ['collection', 'with_payload', 'with_vectors'], 'with_lookup', context);
  const { collection, with_payload: withPayload, with_vectors: withVectors } = lookup;
  if (typeof collection !== 'string') throw malformedRequest(context, 'with_lookup.collection must be a name');
  return {
    collection,
    result: yield* readResultSelection({ withPayload, withVector: withVectors, isPayloadDefault: true }, context),
  };
}
