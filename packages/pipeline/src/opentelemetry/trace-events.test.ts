import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { RemoteModelError, VectorStoreError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { FakeStore } from '../__tests__/fake-store.ts';
import { NamedStore, watchedPipeline } from '../__tests__/watched-pipeline.ts';
import type { PipelineEventListener } from '../events.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { TraceEventsOptions } from './telemetry-options.ts';
import { traceEvents } from './trace-events.ts';

/** A listener, and the spans it has ended, parents first. */
function tracing(options?: TraceEventsOptions) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('test');
  const spans = (): ReadableSpan[] =>
    exporter
      .getFinishedSpans()
      .toSorted((a, b) => Number(a.parentSpanContext !== undefined) - Number(b.parentSpanContext !== undefined));
  return { tracer, onEvent: traceEvents(tracer, options), spans, reset: () => exporter.reset() };
}

async function spansOfSearch(options?: TraceEventsOptions): Promise<ReadableSpan[]> {
  const { onEvent, spans, reset } = tracing(options);
  const pipeline = await watchedPipeline(onEvent);
  reset();
  await pipeline.search('secret question', { topK: 1, candidates: 2 });
  return spans();
}

describe('a search', () => {
  it('is a span with a child span for each stage, named by the conventions', async () => {
    const spans = await spansOfSearch();
    const shown = spans.map(({ name, kind, attributes }) => ({ name, kind: SpanKind[kind], attributes }));
    expect(shown).toEqual([
      {
        name: 'retrieval',
        kind: 'INTERNAL',
        attributes: {
          'gen_ai.operation.name': 'retrieval',
          'gen_ai.data_source.id': 'ships',
          'gen_ai.retrieval.top_k': 1,
          'pipeline.documents': 1,
        },
      },
      {
        name: 'embeddings org/length',
        kind: 'CLIENT',
        attributes: {
          'gen_ai.operation.name': 'embeddings',
          'gen_ai.provider.name': 'x',
          'gen_ai.request.model': 'org/length',
          'gen_ai.embeddings.dimension.count': 1,
          'gen_ai.usage.input_tokens': 15,
          'pipeline.stage': 'embed',
          'pipeline.texts': 1,
        },
      },
      {
        name: 'query ships',
        kind: 'CLIENT',
        attributes: {
          'db.system.name': 'qdrant',
          'db.operation.name': 'query',
          'db.collection.name': 'ships',
          'server.address': 'example.org',
          'server.port': 6333,
          'pipeline.stage': 'retrieve',
          'pipeline.documents': 2,
        },
      },
      {
        name: 'pipeline.search rerank',
        kind: 'INTERNAL',
        attributes: { 'pipeline.stage': 'rerank', 'pipeline.candidates': 2, 'pipeline.documents': 2 },
      },
    ]);
    const [call, ...stages] = spans;
    for (const { parentSpanContext } of stages) expect(parentSpanContext?.spanId).toBe(call!.spanContext().spanId);
  });

  it('reports reranking under proposed names, and the provider, on request', async () => {
    const spans = await spansOfSearch({ proposedNames: true, provider: (model) => `maker of ${model}` });
    const attributesOf = (name: string) => spans.find((span) => span.name === name)?.attributes;
    expect(attributesOf('embeddings org/length')).toMatchObject({ 'gen_ai.provider.name': 'maker of org/length' });
    expect(attributesOf('rerank org/reverse')).toMatchObject({
      'gen_ai.operation.name': 'rerank',
      'gen_ai.provider.name': 'maker of org/reverse',
      'gen_ai.request.model': 'org/reverse',
      'gen_ai.rerank.candidate.count': 2,
    });
  });

  it('records the query and the hits only on request', async () => {
    const attributesOf = async (options?: TraceEventsOptions) =>
      (await spansOfSearch(options)).map(({ attributes, events }) => ({ attributes, events }));
    expect(JSON.stringify(await attributesOf())).not.toContain('secret');
    const [call, ...stages] = await attributesOf({ recordTexts: true });
    expect(call!.attributes).toMatchObject({
      'gen_ai.retrieval.query.text': 'secret question',
      'gen_ai.retrieval.documents': '[{"id":"1","score":1}]',
    });
    expect(JSON.stringify(stages)).not.toContain('secret');
  });

  it('is a child of the span that is active where it was called', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    try {
      const { tracer, onEvent, spans, reset } = tracing();
      const pipeline = await watchedPipeline(onEvent);
      reset();
      const request = tracer.startSpan('request');
      await context.with(trace.setSpan(context.active(), request), () => pipeline.search('a'));
      const call = spans().find(({ name }) => name === 'retrieval');
      expect(call?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    } finally {
      context.disable();
    }
  });
});

it('reports how many texts indexing embeds and how many points it writes', async () => {
  const { onEvent, spans } = tracing();
  await watchedPipeline(onEvent);
  expect(spans().map(({ name }) => name)).toEqual(['pipeline.index', 'embeddings org/length', 'upsert ships']);
  const [, embeddings, upsert] = spans();
  expect(embeddings!.attributes).toMatchObject({ 'pipeline.texts': 2, 'gen_ai.usage.input_tokens': 14 });
  expect(upsert!.attributes).toMatchObject({ 'db.operation.name': 'upsert', 'db.operation.batch.size': 2 });
});

it('names stages after themselves when the store does not describe its database', async () => {
  const { onEvent, spans, reset } = tracing();
  const pipeline = await watchedPipeline(onEvent, new FakeStore());
  reset();
  await pipeline.search('a');
  expect(spans().map(({ name }) => name)).toContain('pipeline.search retrieve');
  expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toContain('db.');
});

it('uses only attributes of the conventions or its own', async () => {
  const known = new Set<unknown>(Object.values(conventions));
  // Not in the constants package yet: v0.1.0 of the GenAI conventions, and proposal 253.
  const newer = ['gen_ai.retrieval.top_k', 'gen_ai.rerank.candidate.count'];
  const spans = await spansOfSearch({ proposedNames: true, recordTexts: true });
  const names = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
  const foreign = [...names].filter(
    (name) => !known.has(name) && !newer.includes(name) && !name.startsWith('pipeline.'),
  );
  expect(foreign).toEqual([]);
  expect(names.size).toBeGreaterThan(15);
});

describe('a failure', () => {
  const searchThatFails = (reason: unknown, onEvent: PipelineEventListener) =>
    createSearchPipeline({
      store: new FakeStore(),
      stages: [{ retrieve: 'broken', with: () => Promise.reject(reason as Error) }],
      onEvent,
    }).search('a');

  it.each<[string, unknown, string]>([
    ['the status of a server', new VectorStoreError({ message: 'no', operation: 'query', status: 503 }), '503'],
    [
      'the code of an error of these packages',
      new RemoteModelError({ message: 'no', model: 'm', url: 'u' }),
      'REMOTE_MODEL',
    ],
    ['the name of another error', new TypeError('no wire'), 'TypeError'],
    ['a fallback for a value that is not an error', 'no', '_OTHER'],
  ])('has %s as its type, for the stage and for the call', async (_, error, type) => {
    const { onEvent, spans } = tracing();
    await expect(searchThatFails(error, onEvent)).rejects.toThrow();
    expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual([type, type]);
    expect(spans().map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
  });

  it("of the store has the status of the server's response", async () => {
    const { onEvent, spans, reset } = tracing();
    const store = new NamedStore();
    const pipeline = await watchedPipeline(onEvent, store);
    reset();
    store.query = () => Promise.reject(new VectorStoreError({ message: 'gone', operation: 'query', status: 404 }));
    await expect(pipeline.search('a')).rejects.toThrow('gone');
    const query = spans().find(({ name }) => name === 'query ships')!;
    expect(query.attributes).toMatchObject({ 'error.type': '404', 'db.response.status_code': '404' });
    expect(query.status.message).toBe('gone');
  });

  it('ends the trace: a stage that starts after its call has ended has no span', () => {
    const { onEvent, spans } = tracing();
    const call = { operation: 'search', call: 1 } as const;
    onEvent({ ...call, kind: 'start', span: 1 });
    onEvent({ ...call, kind: 'start', span: 2, stage: 'embed' });
    onEvent({ ...call, kind: 'error', span: 1, error: new Error('broken') });
    onEvent({ ...call, kind: 'end', span: 2, stage: 'embed' });
    onEvent({ ...call, kind: 'start', span: 3, stage: 'retrieve' });
    onEvent({ ...call, kind: 'end', span: 3, stage: 'retrieve' });
    expect(spans().map(({ name }) => name)).toEqual(['pipeline.search', 'pipeline.search embed']);
  });
});
