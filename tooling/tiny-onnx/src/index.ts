export type { Attribute, ElementType, Graph, GraphNode, GraphValue, Initializer } from './graph.ts';
export { allInputsGraph } from './graphs/all-inputs-graph.ts';
export { contextGraph } from './graphs/context-graph.ts';
export { dynamicInt8Graph } from './graphs/dynamic-int8-graph.ts';
export { externalDataGraph, type ExternalDataModel, type ExternalDataOptions } from './graphs/external-data-graph.ts';
export { lastPlaceGraph, type LastPlaceOptions } from './graphs/last-place-graph.ts';
export { lookUpGraph, type LookUpOptions } from './graphs/look-up-graph.ts';
export { offsetPositionsGraph, type OffsetPositionsOptions } from './graphs/offset-positions-graph.ts';
export { orderedSumGraph, type OrderedSumOptions } from './graphs/ordered-sum-graph.ts';
export { pooledGraph, type PooledOptions } from './graphs/pooled-graph.ts';
export { slowGraph } from './graphs/slow-graph.ts';
export type { CellValue } from './graphs/table.ts';
export { taskGraph } from './graphs/task-graph.ts';
export { imageInputGraph, typedOutputGraph } from './graphs/unusual-graphs.ts';
export { vocabularyLogitsGraph, type VocabularyLogitsOptions } from './graphs/vocabulary-logits-graph.ts';
export {
  type ExpectedScores,
  type ExpectedVectors,
  hasSentenceTransformers,
  layOutModularModel,
  makeModularModels,
  type ModularModels,
  savedModularModels,
} from './modular-models.ts';
export { type Int8Matrix, readInt8Matrices } from './read-int8-matrices.ts';
export { writeGraph } from './write-graph.ts';
export { type TensorContent, writeSafetensors } from './write-safetensors.ts';
