export { type LangChainDocument, type LangChainRetriever, type RetrieverOptions, toRetriever } from './to-retriever.ts';
