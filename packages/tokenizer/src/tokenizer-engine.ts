/** What an engine made of one text. */
export interface TextEncoding {
  getIds(): number[];
  /** Where each token stands in the text, in code points. */
  getOffsets(): number[][];
}

/** What an engine made of one text or two, with what the model puts around them. */
export interface WrappedEncoding extends TextEncoding {
  getTypeIds(): number[];
  getTokens(): string[];
  getSpecialTokensMask(): number[];
  getSequenceIds(): (number | null | undefined)[];
}

/** What reads texts: Hugging Face's native library, or JavaScript in its place. */
export interface TokenizerEngine {
  encode(text: string, pair: string | null, options: { addSpecialTokens: boolean }): Promise<WrappedEncoding>;
  encodeBatch(texts: string[], options: { addSpecialTokens: false }): Promise<TextEncoding[]>;
  tokenToId(token: string): number | null;
  getVocabSize(withAddedTokens: boolean): number;
}

/** `native` is the package `tokenizers`; `portable` is JavaScript. */
export type EngineName = 'native' | 'portable';

/** Which engine is wanted: one of them, or with `auto` the native one where it loads, else the other where it gives the same ids. */
export type EngineChoice = EngineName | 'auto';
