export {
  type DocumentCompressorOptions,
  type LangChainDocument,
  type LangChainDocumentCompressor,
  toDocumentCompressor,
} from './to-document-compressor.ts';
