import { VectorStoreError } from '@x/core';

/** The operation and collection of a request; every error of that request includes them. */
export interface RequestContext {
  readonly operation: string;
  readonly collection?: string;
}

// The messages and status codes below are those of Qdrant's server (qdrant/qdrant src/actix/helpers.rs and
// lib/collection/src/operations/types.rs). Code written against a server gets the same errors here.

/** 404: the collection of the request does not exist. */
export function collectionNotFound(context: RequestContext): VectorStoreError {
  return refusal(context, 404, `Not found: Collection \`${context.collection}\` doesn't exist!`);
}

/** 409: a collection of that name already exists. */
export function collectionExists(context: RequestContext): VectorStoreError {
  return refusal(context, 409, `Wrong input: Collection \`${context.collection}\` already exists!`);
}

/** 400: a collection cannot have the name of an alias. */
export function aliasHasName(context: RequestContext): VectorStoreError {
  return refusal(
    context,
    400,
    `Wrong input: Can't create collection with name ${context.collection}. Alias with the same name already exists`,
  );
}

/** 404: the alias to rename does not exist. */
export function aliasNotFound(context: RequestContext, alias: string): VectorStoreError {
  // "exists" is the server's spelling (lib/storage/src/content_manager/alias_mapping.rs).
  return refusal(context, 404, `Not found: Alias ${alias} does not exists!`);
}

/** 404: a point that the request refers to does not exist. */
export function pointNotFound(context: RequestContext, id: number | bigint | string): VectorStoreError {
  return refusal(context, 404, `Not found: No point with id ${id} found`);
}

/** 404: the point that a query refers to has no vector of that name. */
export function pointHasNoVector(context: RequestContext, vectorName: string): VectorStoreError {
  return refusal(context, 404, `Not found: Vector with name ${JSON.stringify(vectorName)} for point not found`);
}

/** 404: a collection in which the request looks something up does not exist. */
export function lookupCollectionNotFound(context: RequestContext, name: string): VectorStoreError {
  return refusal(context, 404, `Not found: Collection ${name} not found`);
}

/** 400: a vector does not have the number of elements that its collection requires. */
export function wrongDimension(context: RequestContext, expected: number, actual: number): VectorStoreError {
  return refusal(context, 400, `Wrong input: Vector dimension error: expected dim: ${expected}, got ${actual}`);
}

/** 400: the collection has no vector of that name. */
export function unknownVectorName(context: RequestContext, vectorName: string): VectorStoreError {
  return refusal(context, 400, `Wrong input: Not existing vector name error: ${vectorName}`);
}

/** 400: a query does not say which of the named vectors it uses. */
export function vectorNameRequired(context: RequestContext, availableNames: readonly string[]): VectorStoreError {
  const names = availableNames.join(', ');
  return refusal(
    context,
    400,
    `Wrong input: Collection requires specified vector name in the request, available names: ${names}`,
  );
}

/** 400: a request that is valid for the API but not for the collection. */
export function wrongInput(context: RequestContext, detail: string): VectorStoreError {
  return refusal(context, 400, `Wrong input: ${detail}`);
}

/** 400: a request that lacks required information. */
export function badRequest(context: RequestContext, detail: string): VectorStoreError {
  return refusal(context, 400, `Bad request: ${detail}`);
}

/** 400: a write that names no points (lib/collection/src/collection/point_ops.rs, `update_from_client`). */
export function emptyUpdate(context: RequestContext): VectorStoreError {
  return badRequest(context, 'Empty update request');
}

/** 400: a vector cannot have this name. */
export function invalidVectorName(
  context: RequestContext,
  kind: 'dense' | 'sparse',
  name: string,
  reason: string,
): VectorStoreError {
  return wrongInput(context, `Invalid ${kind} vector name \`${name}\`: ${reason}`);
}

/** 400: a sparse vector or a multivector where another kind is required, or the reverse. */
export function wrongVectorKind(context: RequestContext, kind: 'sparse' | 'multi'): VectorStoreError {
  return wrongInput(context, `Conversion between ${kind} and regular vectors failed`);
}

/** 400: the shape of the request is not the one that the API defines (a wrong type, an unknown key, an unknown variant). */
export function malformedRequest(context: RequestContext, detail: string): VectorStoreError {
  return refusal(context, 400, `Format error in JSON body: ${detail}`);
}

/** 422: the shape is right, but a value is not. */
export function invalidValue(context: RequestContext, path: string, detail: string): VectorStoreError {
  return refusal(context, 422, `Validation error in JSON body: [${path}: ${detail}]`);
}

/** 400: the engine cannot do what the request asks for. */
export function failedValidation(context: RequestContext, detail: string): VectorStoreError {
  return wrongInput(context, `Validation failed: ${detail}`);
}

/** 501: a Qdrant server supports this, but this engine does not. */
export function notSupported(context: RequestContext, feature: string): VectorStoreError {
  return refusal(
    context,
    501,
    `Not supported: ${feature} is not available in the embedded engine. Use a Qdrant server for it.`,
  );
}

/** Without a status, because the failure is local: the folder cannot be opened, read or written. */
export function storageFailure(message: string, cause?: unknown): VectorStoreError {
  return new VectorStoreError({ message, operation: 'storage', ...(cause === undefined ? {} : { cause }) });
}

/** The database folder is open elsewhere. The same call may succeed after it is closed there. */
export function folderInUse(message: string): VectorStoreError {
  return new VectorStoreError({ message, operation: 'storage', isRetryable: true });
}

function refusal({ operation, collection }: RequestContext, status: number, message: string): VectorStoreError {
  return new VectorStoreError({ message, operation, status, ...(collection === undefined ? {} : { collection }) });
}
