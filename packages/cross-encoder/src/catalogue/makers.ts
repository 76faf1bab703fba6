import { alibabaNlp } from './makers/alibaba-nlp.ts';
import { baai } from './makers/baai.ts';
import { crossEncoder } from './makers/cross-encoder.ts';
import { ibmGranite } from './makers/ibm-granite.ts';
import { jinaai } from './makers/jinaai.ts';
import { mixedbreadAi } from './makers/mixedbread-ai.ts';
import { qwen } from './makers/qwen.ts';
import { ownRerankers } from './makers/x.ts';
import { xenova } from './makers/xenova.ts';
import type { CustomRerankerModel } from './supported-reranker-model.ts';

/**
 * The rerankers that can be loaded by name without being added first. They are listed by maker in alphabetical order.
 *
 * The entries have the form and the defaults of `TextCrossEncoder.addCustomModel`. A maker's file is named after the owner in its models' names.
 * The facts come from FastEmbed (qdrant/fastembed, `fastembed/rerank`). For a model that FastEmbed does not list, `factsFrom` states their source
 * (pages of huggingface.co, as stored in public archives).
 */
export const makers: readonly (readonly CustomRerankerModel[])[] = [
  alibabaNlp,
  baai,
  crossEncoder,
  ibmGranite,
  jinaai,
  mixedbreadAi,
  qwen,
  ownRerankers,
  xenova,
];
