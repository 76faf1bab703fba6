import { context, type Span, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { requireMethods } from '@x/core';

import type { PipelineEvent, PipelineEventListener } from '../events.ts';
import { describeEvent, failureAttributes } from './describe-event.ts';
import { type TelemetrySettings, telemetrySettings, type TraceEventsOptions } from './telemetry-options.ts';

/**
 * Returns a listener for `onEvent` that creates a span for each call, with a child span for each stage. The spans are named by OpenTelemetry's
 * conventions: `retrieval`, `embeddings all-MiniLM-L6-v2`, `query ships`.
 *
 * A call's span is a child of the span that is active where the call was made. Attributes contain no texts or payloads unless `recordTexts` is
 * true. Error messages are recorded unchanged.
 *
 * @throws {InvalidArgumentError} when `tracer` is not a tracer (e.g. a tracer provider), or an option is unknown or of the wrong kind.
 * @example
 * const onEvent = traceEvents(trace.getTracer('my-app'));
 * const pipeline = createSearchPipeline({ embedder, store, reranker, onEvent });
 */
export function traceEvents(tracer: Tracer, options: TraceEventsOptions = {}): PipelineEventListener {
  requireMethods(tracer, 'tracer', {
    methods: ['startSpan'],
    expected: 'a tracer, e.g. from trace.getTracer(name)',
  });
  const settings = telemetrySettings(options, 'trace');
  const spans = new Map<number, Span>();
  const calls = new Map<number, Span>();
  return (event) => {
    if (event.kind === 'start') {
      // Work that ignores its signal may go on after its call has ended. Its spans would have no parent.
      if (event.stage !== undefined && !calls.has(event.call)) return;
      const span = startSpan(tracer, event, calls.get(event.call), settings);
      spans.set(event.span, span);
      if (event.stage === undefined) calls.set(event.call, span);
      return;
    }
    const span = spans.get(event.span);
    spans.delete(event.span);
    if (event.stage === undefined) calls.delete(event.call);
    if (span !== undefined) endSpan(span, event, settings);
  };
}

function startSpan(tracer: Tracer, event: PipelineEvent, parent: Span | undefined, settings: TelemetrySettings): Span {
  const { name, kind, attributes, details } = describeEvent(event, settings);
  const active = context.active();
  const below = parent === undefined ? active : trace.setSpan(active, parent);
  return tracer.startSpan(name, { kind, attributes: { ...attributes, ...details } }, below);
}

function endSpan(span: Span, event: PipelineEvent, { recordTexts }: TelemetrySettings): void {
  const { kind, work, documents, tokens, hits, error } = event;
  if (documents !== undefined) span.setAttribute('pipeline.documents', documents);
  if (tokens !== undefined) span.setAttribute('gen_ai.usage.input_tokens', tokens);
  if (recordTexts && work?.type === 'search') {
    span.setAttribute('gen_ai.retrieval.query.text', work.query());
    // Attributes cannot contain objects; the conventions use JSON instead.
    const found = hits?.().map(({ id, score }) => ({ id: String(id), score }));
    if (found !== undefined) span.setAttribute('gen_ai.retrieval.documents', JSON.stringify(found));
  }
  if (kind === 'error') {
    span.setAttributes(failureAttributes(event));
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    span.recordException(error instanceof Error ? error : String(error));
  }
  span.end();
}
