// The package contains no types.
declare module 'snowball-stemmers' {
  export function newStemmer(language: string): { stem(word: string): string };
  /** The default export of a CommonJS package, which Node.js and bundlers provide, but tsx does not. */
  const snowball: { readonly newStemmer: typeof newStemmer } | undefined;
  export default snowball;
}
