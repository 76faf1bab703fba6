export type { Offset } from './code-point-offsets.ts';
export { type PairTemplate, requirePairTemplate } from './pair-template/pair-template.ts';
export { createChunker } from './passages/create-chunker.ts';
export { splitText, type SplitTextOptions } from './passages/split-text.ts';
export { type PortableEncodeOptions, PortableTokenizer } from './portable/portable-tokenizer.ts';
export { requireSpecialTokens, type SpecialTokens } from './special-tokens/special-token-names.ts';
export type { Token } from './read-tokens.ts';
export { type TextPair, Tokenizer } from './tokenizer.ts';
export type { EngineChoice, EngineName } from './tokenizer-engine.ts';
export type { EncodeOptions, TokenizerOptions } from './tokenizer-options.ts';
export type { TruncationDirection, TruncationStrategy } from './truncation.ts';
export {
  type TruncationPolicy,
  type TruncationReport,
  TruncationWatch,
  type TruncationWatchOptions,
} from './truncation-watch.ts';
