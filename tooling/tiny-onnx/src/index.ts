export type { Attribute, ElementType, Graph, GraphNode, GraphValue, Initializer } from './graph.ts';
export { allInputsGraph } from './graphs/all-inputs-graph.ts';
export { dynamicInt8Graph } from './graphs/dynamic-int8-graph.ts';
export { lookUpGraph, type LookUpOptions } from './graphs/look-up-graph.ts';
export { pooledGraph, type PooledOptions } from './graphs/pooled-graph.ts';
export { slowGraph } from './graphs/slow-graph.ts';
export type { CellValue } from './graphs/table.ts';
export { imageInputGraph, typedOutputGraph } from './graphs/unusual-graphs.ts';
export { writeGraph } from './write-graph.ts';
