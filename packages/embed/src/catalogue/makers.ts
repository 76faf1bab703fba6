import type { MakerModels } from './maker-models.ts';
import { alibabaNlp } from './makers/alibaba-nlp.ts';
import { answerdotai } from './makers/answerdotai.ts';
import { baai } from './makers/baai.ts';
import { colbertIr } from './makers/colbert-ir.ts';
import { google } from './makers/google.ts';
import { ibmGranite } from './makers/ibm-granite.ts';
import { intfloat } from './makers/intfloat.ts';
import { jinaai } from './makers/jinaai.ts';
import { lightonai } from './makers/lightonai.ts';
import { minishlab } from './makers/minishlab.ts';
import { mixedbreadAi } from './makers/mixedbread-ai.ts';
import { nomicAi } from './makers/nomic-ai.ts';
import { opensearchProject } from './makers/opensearch-project.ts';
import { prithivida } from './makers/prithivida.ts';
import { qdrant } from './makers/qdrant.ts';
import { qwen } from './makers/qwen.ts';
import { sentenceTransformers } from './makers/sentence-transformers.ts';
import { snowflake } from './makers/snowflake.ts';
import { thenlper } from './makers/thenlper.ts';
import { own } from './makers/x.ts';

/**
 * The makers of all models that can be loaded by name without being added first, in alphabetical order. The lists of models keep this order.
 *
 * A maker's file is named after the owner in its models' names.
 */
export const makers: readonly MakerModels[] = [
  alibabaNlp,
  answerdotai,
  baai,
  colbertIr,
  google,
  ibmGranite,
  intfloat,
  jinaai,
  lightonai,
  minishlab,
  mixedbreadAi,
  nomicAi,
  opensearchProject,
  prithivida,
  qdrant,
  qwen,
  sentenceTransformers,
  snowflake,
  thenlper,
  own,
];
