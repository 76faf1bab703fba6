// https://huggingface.github.io/text-embeddings-inference
import { Hono } from 'hono';
import { z } from 'zod';

import { RequestFailure } from '../request-failure.ts';
import { readBody } from '../requests/read-body.ts';
import { requireModel } from '../requests/require-model.ts';
import { type DialectParts, type FailureBody } from './dialect.ts';
import { toFloatList } from './float-list.ts';
import { rerankTexts } from './rerank-texts.ts';
import { runModel } from './run-model.ts';

/** Body of `POST /embed`. */
export const embedRequest = z.object({
  inputs: z.union(
    [z.string(), z.array(z.string()).min(1, 'must have at least one text')],
    'must be a string or a list of strings',
  ),
  normalize: z.boolean().default(true),
  truncate: z.boolean().default(false),
});

/** Body of `POST /rerank`. */
export const rerankRequest = z.object({
  query: z.string().min(1, 'must not be empty'),
  texts: z.array(z.string()).min(1, 'must have at least one text'),
  raw_scores: z.boolean().default(false),
  return_text: z.boolean().default(false),
  truncate: z.boolean().default(false),
});

/** `POST /embed`, `POST /rerank` and `GET /info`. */
export function textEmbeddingsInferenceRoutes(parts: DialectParts): Hono {
  const { models, run } = parts;
  const reading = { maxBytes: run.limits.maxBodyBytes, invalidStatus: 422 } as const;
  const app = new Hono();
  app.post('/embed', async (context) => {
    const { inputs, normalize, truncate } = await readBody(context, embedRequest, reading);
    const model = requireModel(models.embedding, undefined, 'embedding');
    const texts = typeof inputs === 'string' ? [inputs] : inputs;
    const { result: vectors, cut } = await runModel(parts, context, texts, (call) => model.embed(texts, call));
    if (!truncate && cut.length > 0) throw tooLong(cut[0]!, model.maxLength);
    return context.json(vectors.map((vector) => toFloatList(normalize ? toUnitLength(vector) : vector)));
  });
  app.post('/rerank', async (context) => {
    const body = await readBody(context, rerankRequest, reading);
    const model = requireModel(models.reranker, undefined, 'reranking');
    const { query, texts: documents, raw_scores: isRaw } = body;
    const { result: ranked, cut } = await rerankTexts(parts, context, model, { query, documents, isRaw });
    if (!body.truncate && cut.length > 0) throw tooLong(cut[0]!, model.maxLength);
    return context.json(
      ranked.map(({ index, score }) => ({ index, score, ...(body.return_text && { text: documents[index] }) })),
    );
  });
  app.get('/info', (context) => {
    const model = models.embedding ?? models.reranker;
    return context.json({
      model_id: model?.modelName,
      model_type: models.embedding === undefined ? { reranker: {} } : { embedding: {} },
      max_input_length: model?.maxLength,
      max_client_batch_size: run.limits.maxTexts,
      max_concurrent_requests: run.limits.maxQueuedTexts,
    });
  });
  return app;
}

/** Text Embeddings Inference's error object. */
export const textEmbeddingsInferenceFailure: FailureBody = ({ status, message }) => ({
  error: message,
  error_type: status === 429 ? 'overloaded' : status >= 500 ? 'backend' : 'validation',
});

function tooLong(index: number, maxLength: number): RequestFailure {
  const message = `text ${index} is longer than the model's ${maxLength} tokens: shorten it, or set truncate.`;
  return new RequestFailure({ status: 413, message });
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}
