import type { Dialect } from '../contract/dialect.ts';
import { cohere } from './cohere/dialect.ts';
import { jina } from './jina/dialect.ts';
import { openAi } from './openai/dialect.ts';
import { textEmbeddingsInference } from './text-embeddings-inference/dialect.ts';

/**
 * The dialects of the server, in the order of the page. The first one also formats failures on paths that belong to no dialect.
 *
 * To add a dialect, create a folder beside the others and an entry here.
 */
export const dialects: readonly [Dialect, ...Dialect[]] = [openAi, cohere, jina, textEmbeddingsInference];
