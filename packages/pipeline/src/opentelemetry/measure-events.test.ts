import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'; // prettier-ignore
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { expect, it } from 'vitest';

import { NamedStore, ships, watchedPipeline } from '../__tests__/watched-pipeline.ts';
import { measureEvents } from './measure-events.ts';
import type { MeasureEventsOptions } from './telemetry-options.ts';
import { traceEvents } from './trace-events.ts';

/** A listener, and a function that returns the collected metrics. */
function measuring(options?: MeasureEventsOptions) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 31 - 1 });
  const provider = new MeterProvider({ readers: [reader] });
  const collect = async () => {
    const { resourceMetrics } = await reader.collect();
    await provider.shutdown();
    return resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
  };
  return { onEvent: measureEvents(provider.getMeter('test'), options), collect };
}

it('measures embeddings, retrievals and calls to the store, with few attributes', async () => {
  const { onEvent, collect } = measuring();
  const pipeline = await watchedPipeline(onEvent);
  await pipeline.search('four');
  const metrics = await collect();
  const shown = Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [
      `${descriptor.name} ${descriptor.unit}`,
      dataPoints.map(({ attributes, value }) => ({ count: (value as { count: number }).count, attributes })),
    ]),
  );
  const embeddings = {
    'gen_ai.operation.name': 'embeddings',
    'gen_ai.provider.name': 'x',
    'gen_ai.request.model': 'org/length',
  };
  const database = {
    'db.system.name': 'qdrant',
    'db.collection.name': 'ships',
    'server.address': 'example.org',
    'server.port': 6333,
  };
  expect(shown).toEqual({
    'gen_ai.client.embeddings.duration s': [{ count: 2, attributes: embeddings }],
    'gen_ai.client.embeddings.operation.input_tokens {token}': [{ count: 2, attributes: embeddings }],
    'gen_ai.retrieval.duration s': [
      { count: 1, attributes: { 'gen_ai.operation.name': 'retrieval', 'gen_ai.data_source.id': 'ships' } },
    ],
    'db.client.operation.duration s': [
      { count: 1, attributes: { ...database, 'db.operation.name': 'upsert' } },
      { count: 1, attributes: { ...database, 'db.operation.name': 'query' } },
    ],
  });
});

it('uses the recommended buckets of the conventions, and sums seconds and tokens', async () => {
  const { onEvent, collect } = measuring();
  const call = { operation: 'search', call: 1, span: 1, stage: 'embed' } as const;
  const work = { type: 'embed', model: 'm', dimension: 2, texts: 1 } as const;
  onEvent({ ...call, kind: 'start', work });
  onEvent({ ...call, kind: 'end', work, durationMs: 1500, tokens: 300 });
  onEvent({ ...call, kind: 'end', work: { type: 'store', action: 'query', database: ships }, durationMs: 20 });
  const values = Object.fromEntries(
    (await collect()).map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]!.value]),
  );
  expect(values).toMatchObject({
    'gen_ai.client.embeddings.duration': {
      sum: 1.5,
      buckets: { boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] },
    },
    'gen_ai.client.embeddings.operation.input_tokens': {
      sum: 300,
      buckets: { boundaries: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] }, // prettier-ignore
    },
    'db.client.operation.duration': {
      sum: 0.02,
      buckets: { boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
    },
  });
});

it('measures reranking under the proposed names, and failures with their type', async () => {
  const { onEvent, collect } = measuring({ proposedNames: true, provider: 'acme' });
  const store = new NamedStore();
  const pipeline = await watchedPipeline(onEvent, store);
  await pipeline.search('a');
  store.query = () => Promise.reject(new TypeError('no wire'));
  await expect(pipeline.search('a')).rejects.toThrow('no wire');
  const series = (await collect()).flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map(({ attributes }) => ({ name: descriptor.name, ...attributes })),
  );
  expect(series).toContainEqual({
    name: 'gen_ai.client.operation.duration',
    'gen_ai.operation.name': 'rerank',
    'gen_ai.provider.name': 'acme',
    'gen_ai.request.model': 'org/reverse',
  });
  const failed = series
    .filter((one) => 'error.type' in one)
    .map(({ name, ...rest }) => [name, Reflect.get(rest, 'error.type')]);
  expect(failed).toEqual([
    ['gen_ai.retrieval.duration', 'TypeError'],
    ['db.client.operation.duration', 'TypeError'],
  ]);
});

it('counts only the tokens of embeddings that succeed', async () => {
  const { onEvent, collect } = measuring();
  const call = { operation: 'search', call: 1, span: 1, stage: 'embed', durationMs: 1, tokens: 300 } as const;
  onEvent({
    ...call,
    kind: 'error',
    work: { type: 'embed', model: 'm', dimension: 2, texts: 1 },
    error: new Error(''),
  });
  const names = (await collect()).filter(({ dataPoints }) => dataPoints.length > 0).map((one) => one.descriptor.name);
  expect(names).toEqual(['gen_ai.client.embeddings.duration']);
});

it('uses the database metric of the conventions, which is stable', () => {
  expect(conventions.METRIC_DB_CLIENT_OPERATION_DURATION).toBe('db.client.operation.duration');
});

it('refuses values that are not a tracer or meter, and unknown or invalid options', () => {
  const kinds = { provider: ['text', 'function'], proposedNames: ['boolean'], recordTexts: ['boolean'] } as const;
  const [tracers, meters] = [new BasicTracerProvider(), new MeterProvider()];
  const [tracer, meter] = [tracers.getTracer('test'), meters.getMeter('test')];
  for (const value of [undefined, {}, tracers, meter] as never[]) {
    expect(() => traceEvents(value)).toThrow(/^tracer must be a tracer, e\.g\. from trace\.getTracer\(name\)/);
  }
  for (const value of [undefined, {}, meters, tracer] as never[]) {
    expect(() => measureEvents(value)).toThrow(/^meter must be a meter, e\.g\. from metrics\.getMeter\(name\)/);
  }
  for (const listen of [traceEvents, measureEvents]) {
    const listening = (options: object) => () =>
      (listen as (api: object, options: object) => unknown)(listen === traceEvents ? tracer : meter, options);
    for (const name of misspeltNames(Object.keys(kinds))) {
      expect(listening({ [name]: true })).toThrow(`options has no option "${name}"`);
    }
    for (const [name, allowed] of Object.entries(kinds)) {
      if (listen === measureEvents && name === 'recordTexts') continue;
      for (const value of valuesOfOtherKinds(...allowed)) expect(listening({ [name]: value })).toThrow(`${name} must`);
    }
  }
});
