/** The encoding of one text by an engine. */
export interface TextEncoding {
  getIds(): number[];
  /** Start and end of each token in the text, in code points. */
  getOffsets(): number[][];
}

/** The encoding of one or two texts by an engine, with the special tokens around them. */
export interface WrappedEncoding extends TextEncoding {
  getTypeIds(): number[];
  getTokens(): string[];
  getSpecialTokensMask(): number[];
  getSequenceIds(): (number | null | undefined)[];
}

/** Encodes texts: Hugging Face's native library, or its replacement in JavaScript. */
export interface TokenizerEngine {
  encode(text: string, pair: string | null, options: { addSpecialTokens: boolean }): Promise<WrappedEncoding>;
  encodeBatch(texts: string[], options: { addSpecialTokens: false }): Promise<TextEncoding[]>;
  tokenToId(token: string): number | null;
  getVocabSize(withAddedTokens: boolean): number;
}

/** `native` is the package `tokenizers`; `portable` is JavaScript. */
export type EngineName = 'native' | 'portable';

/** An engine by name, or `auto`: the native engine if it loads, else the portable one if it produces the same ids. */
export type EngineChoice = EngineName | 'auto';
