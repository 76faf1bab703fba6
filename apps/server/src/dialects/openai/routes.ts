import { Hono } from 'hono';

import type { DialectParts } from '../../contract/dialect.ts';
import { RequestFailure } from '../../request-failure.ts';
import { readBody } from '../../requests/read-body.ts';
import { isNamed, requireModel } from '../../requests/require-model.ts';
import { toFloatList } from '../float-list.ts';
import { requireDimensions } from '../require-dimensions.ts';
import { runModel } from '../run-model.ts';
import { embeddingsRequest } from './schemas.ts';

/** Creates `POST /v1/embeddings`, the same as `POST /embeddings`, `GET /v1/models` and `GET /v1/models/:model`. */
export function openAiRoutes(parts: DialectParts): Hono {
  const { models, run } = parts;
  const app = new Hono();
  // Text Embeddings Inference has the route at both paths.
  app.on('POST', ['/v1/embeddings', '/embeddings'], async (context) => {
    const body = await readBody(context, embeddingsRequest, { ...run, invalidStatus: 400 });
    const model = requireModel(models.embedding, body.model, 'embedding');
    const dimension = requireDimensions(model, body.dimensions, 400);
    const texts = typeof body.input === 'string' ? [body.input] : body.input;
    const answer = await runModel(parts, context, texts, (call) => model.embed(texts, { ...call, dimension }));
    const { result: vectors, tokens, cut } = answer;
    if (cut.length > 0) throw tooLong(cut[0]!, model.maxLength);
    const encode = body.encoding_format === 'base64' ? toBase64 : toFloatList;
    return context.json({
      object: 'list',
      data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) })),
      model: model.modelName,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  });
  const listed = [models.embedding, models.reranker].flatMap((model) => (model === undefined ? [] : [toModel(model)]));
  app.get('/v1/models', (context) => context.json({ object: 'list', data: listed }));
  // The pattern also matches the slash in model names.
  app.get('/v1/models/:model{.+}', (context) => {
    const id = context.req.param('model');
    const found = listed.find((model) => isNamed(model.id, id));
    if (found === undefined)
      throw new RequestFailure({ status: 404, message: `This server has no model '${id}'.`, parameter: 'model' });
    return context.json(found);
  });
  return app;
}

function tooLong(index: number, maxLength: number): RequestFailure {
  const message = `input[${index}] is longer than the model's limit of ${maxLength} tokens. Shorten or split it.`;
  return new RequestFailure({ status: 400, message, parameter: `input.${index}` });
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function toModel({ modelName }: { readonly modelName: string }) {
  return { id: modelName, object: 'model', created: 0, owned_by: modelName.split('/')[0] ?? '' };
}
