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
 * The rerankers that can be loaded by name without being added first: by maker in alphabetical order, which is that of their list.
 *
 * They are written as for `TextCrossEncoder.addCustomModel`, with its defaults. A maker's file is called as the owner in the names of its
 * models. Facts are FastEmbed's (qdrant/fastembed, `fastembed/rerank`); a model that it does not list says in `factsFrom` where they are from
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
