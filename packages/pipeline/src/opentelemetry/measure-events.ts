import type { Histogram, Meter } from '@opentelemetry/api';
import { requireMethods } from '@x/core';

import type { PipelineEventListener } from '../events.ts';
import { type Description, describeEvent, failureAttributes } from './describe-event.ts';
import { type MeasureEventsOptions, telemetrySettings } from './telemetry-options.ts';

// Buckets that the conventions recommend: databases answer faster than models.
const modelSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const databaseSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const tokenCounts = Array.from({ length: 14 }, (_, power) => 4 ** power);

/**
 * Returns a listener for `onEvent` that measures embeddings, retrievals and calls to the store under the names of OpenTelemetry's
 * conventions, such as `gen_ai.client.embeddings.duration`, in seconds. Failures are also measured, with `error.type`.
 *
 * @throws {InvalidArgumentError} when `meter` is not a meter (e.g. a meter provider), or an option is unknown or of the wrong kind.
 * @example
 * const onEvent = measureEvents(metrics.getMeter('my-app'));
 * const pipeline = createSearchPipeline({ embedder, store, reranker, onEvent });
 */
export function measureEvents(meter: Meter, options: MeasureEventsOptions = {}): PipelineEventListener {
  requireMethods(meter, 'meter', {
    methods: ['createHistogram'],
    expected: 'a meter, e.g. from metrics.getMeter(name)',
  });
  const settings = telemetrySettings(options, 'measure');
  const seconds = (name: string, explicitBucketBoundaries: number[]): Histogram =>
    meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries } });
  const durations: Readonly<Record<NonNullable<Description['metric']>, Histogram>> = {
    embeddings: seconds('gen_ai.client.embeddings.duration', modelSeconds),
    retrieval: seconds('gen_ai.retrieval.duration', modelSeconds),
    rerank: seconds('gen_ai.client.operation.duration', modelSeconds),
    database: seconds('db.client.operation.duration', databaseSeconds),
  };
  const inputTokens = meter.createHistogram('gen_ai.client.embeddings.operation.input_tokens', {
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokenCounts },
  });
  return (event) => {
    const { kind, durationMs, tokens } = event;
    if (kind === 'start' || durationMs === undefined) return;
    const { metric, attributes } = describeEvent(event, settings);
    if (metric === undefined) return;
    durations[metric].record(durationMs / 1000, { ...attributes, ...(kind === 'error' && failureAttributes(event)) });
    // The time of a failure has `error.type`, but tokens of failures could not be told apart.
    if (kind === 'end' && metric === 'embeddings' && tokens !== undefined) inputTokens.record(tokens, attributes);
  };
}
