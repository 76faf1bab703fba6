import { type RankedDocument, SequenceTooLongError } from '@x/core';
import type { Context } from 'hono';

import type { DialectParts } from '../contract/dialect.ts';
import type { RerankModel } from '../models.ts';
import { RequestFailure } from '../request-failure.ts';
import { type ModelAnswer, runModel } from './run-model.ts';

/** Ranks documents within the limits of the server. The header `x-truncated-documents` reports the number of truncated documents. */
export async function rerankTexts(
  parts: DialectParts,
  context: Context,
  model: RerankModel,
  {
    query,
    documents,
    topK,
    isRaw = false,
  }: { query: string; documents: readonly string[]; topK?: number | undefined; isRaw?: boolean },
): Promise<ModelAnswer<readonly RankedDocument[]>> {
  const options = { activation: isRaw ? 'none' : 'sigmoid', ...(topK === undefined ? {} : { topK }) } as const;
  const answer = await runModel(parts, context, [query, ...documents], (call) =>
    model.rerank(query, documents, { ...call, ...options }).catch(refuseLongQuery),
  );
  if (answer.cut.length > 0) context.header('x-truncated-documents', String(answer.cut.length));
  return answer;
}

/** Refuses a query that leaves no room for any text, however short. */
function refuseLongQuery(error: unknown): never {
  if (!SequenceTooLongError.isInstance(error)) throw error;
  const message = `query: with a text it has ${error.tokenCount} tokens, but the model takes at most ${error.maxLength}. Truncation shortens only the texts, so shorten the query.`;
  throw new RequestFailure({ status: 422, message, parameter: 'query', cause: error });
}
