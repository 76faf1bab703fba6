// The package has no types of its own.
declare module 'snowball-stemmers' {
  export function newStemmer(language: string): { stem(word: string): string };
  /** Of a CommonJS package: Node.js and bundlers give it, tsx does not. */
  const snowball: { readonly newStemmer: typeof newStemmer } | undefined;
  export default snowball;
}
