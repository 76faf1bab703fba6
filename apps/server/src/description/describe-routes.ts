import { describeCohere } from '../dialects/cohere-description.ts';
import { describeJina } from '../dialects/jina-description.ts';
import { describeOpenAi } from '../dialects/openai-description.ts';
import { describeTextEmbeddingsInference } from '../dialects/text-embeddings-inference-description.ts';
import type { ServedModels } from '../models.ts';
import type { RouteDescription } from './route-description.ts';
import { serviceRoutes } from './service-routes.ts';

/** Every route of the server that answers data, in the order in which people read them. */
export function describeRoutes(models: ServedModels): readonly RouteDescription[] {
  const dialects = [describeOpenAi, describeCohere, describeJina, describeTextEmbeddingsInference];
  return [...dialects.flatMap((describe) => describe(models)), ...serviceRoutes];
}
