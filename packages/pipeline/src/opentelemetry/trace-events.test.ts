import { type Span, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import { traceEvents } from './trace-events.ts';

interface Recorded {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Record<string, unknown>;
  status?: unknown;
  hasEnded: boolean;
}

/** Writes down what is done with its spans. */
function recordingTracer(): { tracer: Tracer; spans: Recorded[] } {
  const spans: Recorded[] = [];
  const byFace = new Map<unknown, Recorded>();
  const startSpan: Tracer['startSpan'] = (name, options, parentContext) => {
    const parent = byFace.get(parentContext === undefined ? undefined : trace.getSpan(parentContext));
    const record: Recorded = { name, parent: parent?.name, attributes: { ...options?.attributes }, hasEnded: false };
    const face = {
      setAttribute: (key: string, value: unknown) => void (record.attributes[key] = value),
      setStatus: (status: unknown) => void (record.status = status),
      recordException: () => {},
      end: () => void (record.hasEnded = true),
    } as unknown as Span;
    spans.push(record);
    byFace.set(face, record);
    return face;
  };
  return { tracer: { startSpan } as Tracer, spans };
}

it('makes a span of the call and one below it of each stage, all ended', async () => {
  const { tracer, spans } = recordingTracer();
  const store = new FakeStore<{ text: string }>();
  const stages = [{ retrieve: 'dense', embedder: lengthEmbedder() }];
  const pipeline = createSearchPipeline<{ text: string }>({ store, stages, onEvent: traceEvents(tracer) });
  await pipeline.index([{ id: 1, payload: { text: 'secret' } }]);
  await pipeline.search('secret question');
  expect(spans.map(({ name, parent }) => [name, parent])).toEqual([
    ['pipeline.index', undefined],
    ['pipeline.index embed', 'pipeline.index'],
    ['pipeline.index store', 'pipeline.index'],
    ['pipeline.search', undefined],
    ['pipeline.search embed', 'pipeline.search'],
    ['pipeline.search dense', 'pipeline.search'],
  ]);
  expect(spans.every(({ hasEnded }) => hasEnded)).toBe(true);
  expect(spans.at(-1)!.attributes).toEqual({ 'pipeline.stage': 'dense', 'pipeline.documents': 1 });
  expect(JSON.stringify(spans)).not.toContain('secret');
});

it('says what a stage failed with', async () => {
  const { tracer, spans } = recordingTracer();
  const stages = [{ retrieve: 'broken', with: () => Promise.reject(new Error('no wire')) }];
  const pipeline = createSearchPipeline({ store: new FakeStore(), stages, onEvent: traceEvents(tracer) });
  await expect(pipeline.search('a')).rejects.toThrow();
  expect(spans.map(({ status }) => status)).toEqual([
    { code: SpanStatusCode.ERROR, message: expect.stringContaining('no wire') as string },
    { code: SpanStatusCode.ERROR, message: 'no wire' },
  ]);
});
