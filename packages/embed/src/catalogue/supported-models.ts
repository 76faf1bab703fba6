import { arcticAndMixedbreadModels } from './arctic-and-mixedbread.ts';
import { baaiModels } from './baai.ts';
import { beyondFastEmbedModels } from './beyond-fastembed.ts';
import { jinaModels } from './jina.ts';
import { meanPooledModels } from './mean-pooled.ts';
import { pooledInGraphModels } from './pooled-in-graph.ts';
import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/**
 * Every model that can be loaded by name without being added first. Facts are FastEmbed's (qdrant/fastembed, `fastembed/text`);
 * prefixes are those of the models' cards.
 */
export const supportedModels: readonly SupportedTextEmbeddingModel[] = [
  ...baaiModels,
  ...arcticAndMixedbreadModels,
  ...meanPooledModels,
  ...jinaModels,
  ...pooledInGraphModels,
  ...beyondFastEmbedModels,
];
