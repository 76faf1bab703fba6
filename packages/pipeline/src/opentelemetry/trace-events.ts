import { context, type Span, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { requireKind } from '@x/core';

import type { PipelineEvent, PipelineEventListener } from '../events.ts';

/**
 * A listener for `onEvent` that makes a span of each call and, below it, one of each stage: `pipeline.search`, `pipeline.search dense`.
 *
 * A call's span stands below the span that is active where the call was made. Texts and payloads are in no attribute.
 *
 * @example
 * const onEvent = traceEvents(trace.getTracer('my-app'));
 * const pipeline = createSearchPipeline({ embedder, store, reranker, onEvent });
 */
export function traceEvents(tracer: Tracer): PipelineEventListener {
  requireKind(tracer, 'object', 'tracer');
  const spans = new Map<number, Span>();
  const calls = new Map<number, Span>();
  return (event) => {
    if (event.kind === 'start') {
      const span = startSpan(tracer, event, calls.get(event.call));
      spans.set(event.span, span);
      if (event.stage === undefined) calls.set(event.call, span);
      return;
    }
    const span = spans.get(event.span);
    spans.delete(event.span);
    if (event.stage === undefined) calls.delete(event.call);
    if (span !== undefined) endSpan(span, event);
  };
}

function startSpan(tracer: Tracer, { operation, stage }: PipelineEvent, parent: Span | undefined): Span {
  const name = stage === undefined ? `pipeline.${operation}` : `pipeline.${operation} ${stage}`;
  const attributes = stage === undefined ? {} : { 'pipeline.stage': stage };
  const active = context.active();
  return tracer.startSpan(name, { attributes }, parent === undefined ? active : trace.setSpan(active, parent));
}

function endSpan(span: Span, { documents, kind, error }: PipelineEvent): void {
  if (documents !== undefined) span.setAttribute('pipeline.documents', documents);
  if (kind === 'error') {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    span.recordException(error instanceof Error ? error : String(error));
  }
  span.end();
}
