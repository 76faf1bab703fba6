import { type Context, Hono } from 'hono';

import type { DialectParts } from '../../contract/dialect.ts';
import { RequestFailure } from '../../request-failure.ts';
import { readBody } from '../../requests/read-body.ts';
import { requireModel } from '../../requests/require-model.ts';
import { toFloatList } from '../float-list.ts';
import { requireDimensions } from '../require-dimensions.ts';
import { rerankTexts } from '../rerank-texts.ts';
import { runModel } from '../run-model.ts';
import { embedRequest, rerankRequest } from './schemas.ts';

/** Creates `POST /embed`, `POST /rerank`, `POST /` for one of them, `GET /info` and `GET /ping`. */
export function textEmbeddingsInferenceRoutes(parts: DialectParts): Hono {
  const { models, run } = parts;
  const reading = { ...run, invalidStatus: 422 } as const;
  const app = new Hono();
  const embed = async (context: Context): Promise<Response> => {
    const { inputs, normalize, truncate, dimensions } = await readBody(context, embedRequest, reading);
    const model = requireModel(models.embedding, undefined, 'embedding');
    const dimension = requireDimensions(model, dimensions, 422);
    const texts = typeof inputs === 'string' ? [inputs] : inputs;
    const { result: vectors, cut } = await runModel(parts, context, texts, (call) =>
      model.embed(texts, { ...call, dimension }),
    );
    if (!truncate && cut.length > 0) throw tooLong(`text ${cut[0]!} is`, 'it', model);
    if (!normalize) requireOtherLengths(vectors);
    return context.json(vectors.map((vector) => toFloatList(normalize ? toUnitLength(vector) : vector)));
  };
  const rerank = async (context: Context): Promise<Response> => {
    const body = await readBody(context, rerankRequest, reading);
    const model = requireModel(models.reranker, undefined, 'reranking');
    const { query, texts: documents, raw_scores: isRaw } = body;
    const { result: ranked, cut } = await rerankTexts(parts, context, model, { query, documents, isRaw });
    if (!body.truncate && cut.length > 0) {
      throw tooLong(`the query and text ${cut[0]!} together are`, 'one of them', model);
    }
    return context.json(
      ranked.map(({ index, score }) => ({ index, score, ...(body.return_text && { text: documents[index] }) })),
    );
  };
  app.post('/embed', embed).post('/rerank', rerank);
  // Clients of Hugging Face's Inference Endpoints post to the root path.
  app.post('/', models.embedding === undefined && models.reranker !== undefined ? rerank : embed);
  app.get('/ping', (context) => context.json({ status: 'ok' }));
  app.get('/info', (context) => {
    const model = models.embedding ?? models.reranker;
    return context.json({
      model_id: model?.modelName,
      model_type: models.embedding === undefined ? { reranker: {} } : { embedding: {} },
      max_input_length: model?.maxLength,
      auto_truncate: false,
      max_client_batch_size: run.limits.maxTexts,
      max_concurrent_requests: run.limits.maxQueuedTexts,
    });
  });
  return app;
}

function tooLong(what: string, part: string, { maxLength }: { readonly maxLength: number }): RequestFailure {
  const message = `${what} longer than the model's limit of ${maxLength} tokens: shorten ${part}, or set truncate.`;
  return new RequestFailure({ status: 413, message });
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = lengthOf(vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Refuses `normalize: false` when the model, or the shortening of its vectors, has scaled them to length 1. The vectors before that are lost. */
function requireOtherLengths(vectors: readonly Float32Array[]): void {
  const lengths = vectors.map(lengthOf).filter((length) => length > 0);
  if (lengths.length === 0 || lengths.some((length) => Math.abs(length - 1) > 1e-5)) return;
  const message = 'normalize: the vectors of this model always have length 1. Leave the option out.';
  throw new RequestFailure({ status: 422, message, parameter: 'normalize' });
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
