export { type LangChainEmbeddings, toEmbeddings } from './to-embeddings.ts';
