export { RemoteEmbedder, type RemoteEmbedderLoadOptions, type RemoteEmbedderOptions } from './remote-embedder.ts';
export { RemoteReranker, type RemoteRerankerOptions, type RemoteRerankOptions } from './remote-reranker.ts';
export type { RemoteModelOptions } from './remote-model.ts';
export type { RerankDialectName } from './rerank-dialects.ts';
