// Names follow the GenAI conventions v0.1.0 (open-telemetry/semantic-conventions-genai: client-embeddings.md, retrieval.md) and the
// database conventions 1.45 (open-telemetry/semantic-conventions: database-spans.md, database-metrics.md).
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { PipelineStageError, type StoreDatabase, XError } from '@x/core';

import type { PipelineEvent } from '../events.ts';
import type { TelemetrySettings } from './telemetry-options.ts';

/** A call or stage, described with OpenTelemetry names. */
export interface Description {
  readonly name: string;
  readonly kind: SpanKind;
  /** Attributes that are known at the start and have few distinct values, so that metrics can use them. */
  readonly attributes: Attributes;
  /** Attributes that are known at the start and have many distinct values. */
  readonly details: Attributes;
  /** The histogram of the durations. */
  readonly metric?: 'embeddings' | 'retrieval' | 'rerank' | 'database';
}

/** Describes an event; the result is the same for its start and its end. */
export function describeEvent(event: PipelineEvent, { providerOf, proposedNames }: TelemetrySettings): Description {
  const { operation, stage, work } = event;
  const own: Description = {
    name: stage === undefined ? `pipeline.${operation}` : `pipeline.${operation} ${stage}`,
    kind: SpanKind.INTERNAL,
    attributes: {},
    details: stage === undefined ? {} : { 'pipeline.stage': stage },
  };
  if (work?.type === 'search') return retrieval(own, work.topK, work.database);
  if (work?.type === 'embed') {
    const attributes = modelAttributes('embeddings', work.model, providerOf);
    const details = {
      ...own.details,
      'pipeline.texts': work.texts,
      ...(work.dimension !== undefined && { 'gen_ai.embeddings.dimension.count': work.dimension }),
    };
    return { name: `embeddings ${work.model}`, kind: SpanKind.CLIENT, attributes, details, metric: 'embeddings' };
  }
  if (work?.type === 'rerank' && proposedNames) {
    const attributes = modelAttributes('rerank', work.model, providerOf);
    const details = { ...own.details, 'gen_ai.rerank.candidate.count': work.candidates };
    return { name: `rerank ${work.model}`, kind: SpanKind.CLIENT, attributes, details, metric: 'rerank' };
  }
  if (work?.type === 'rerank') return { ...own, details: { ...own.details, 'pipeline.candidates': work.candidates } };
  if (work?.type === 'store' && work.database !== undefined) {
    const attributes = databaseAttributes(work.action, work.database);
    // One point is not a batch: database-spans.md.
    const isBatch = work.points !== undefined && work.points > 1;
    const details = { ...own.details, ...(isBatch && { 'db.operation.batch.size': work.points }) };
    const { collection } = work.database;
    const name = collection === undefined ? work.action : `${work.action} ${collection}`;
    return { name, kind: SpanKind.CLIENT, attributes, details, metric: 'database' };
  }
  return own;
}

/**
 * Describes how an event failed, in few distinct values: the server's status, the code of an error of these packages, or the name of
 * another error.
 */
export function failureAttributes({ work, error }: PipelineEvent): Attributes {
  const cause: unknown = PipelineStageError.isInstance(error) ? error.cause : error;
  const status: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'status') : undefined;
  if (typeof status === 'number') {
    const code = String(status);
    return { 'error.type': code, ...(work?.type === 'store' && { 'db.response.status_code': code }) };
  }
  if (XError.isInstance(cause)) return { 'error.type': cause.code };
  return { 'error.type': cause instanceof Error ? cause.name : '_OTHER' };
}

function retrieval(own: Description, topK: number, database: StoreDatabase | undefined): Description {
  const source = database?.collection;
  const attributes = {
    'gen_ai.operation.name': 'retrieval',
    ...(source !== undefined && { 'gen_ai.data_source.id': source }),
  };
  return { ...own, name: 'retrieval', attributes, details: { 'gen_ai.retrieval.top_k': topK }, metric: 'retrieval' };
}

function modelAttributes(operation: string, model: string, providerOf: (model: string) => string): Attributes {
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': providerOf(model),
    'gen_ai.request.model': model,
  };
}

function databaseAttributes(
  action: string,
  { system, collection, serverAddress, serverPort }: StoreDatabase,
): Attributes {
  return {
    'db.system.name': system,
    'db.operation.name': action,
    ...(collection !== undefined && { 'db.collection.name': collection }),
    ...(serverAddress !== undefined && { 'server.address': serverAddress }),
    ...(serverPort !== undefined && { 'server.port': serverPort }),
  };
}
