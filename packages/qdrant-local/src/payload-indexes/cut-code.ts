const identifier = /[\p{Alphabetic}\p{N}_]+/gu;
const number = /^[0-9]/;

const small = String.raw`(?!\p{N})\P{Uppercase}`;
// Before a capital that does not follow a capital, and before the last of several capitals if another letter follows. The s of a plural,
// as in URLs, is not such a letter.
const humpStart = new RegExp(
  String.raw`(?<=\P{Uppercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}(?!s(?!${small}))${small})`,
  'u',
);

/**
 * Splits source code into the parts of its names: at underscores and at case changes. A number is one part, without its underscores.
 *
 * Source: as observed in qdrant-edge-py 0.9.0 (docs/decisions/0087-qdrant-local-code-tokenizer.md).
 */
export function cutCode(text: string): string[] {
  return identifiers(text).flatMap((name) =>
    number.test(name) ? name.replaceAll('_', '') : pieces(name).flatMap((piece) => piece.split(humpStart)),
  );
}

/** Returns the names in source code that have several parts, without their underscores; also what is between two underscores. */
export function codeNames(text: string): string[] {
  return identifiers(text)
    .filter((name) => !number.test(name))
    .flatMap((name) => {
      const names = pieces(name);
      const withHumps = names.filter((piece) => humpStart.test(piece));
      return names.length > 1 ? [...withHumps, names.join('')] : withHumps;
    });
}

function identifiers(text: string): readonly string[] {
  return text.match(identifier) ?? [];
}

function pieces(name: string): string[] {
  return name.split('_').filter((piece) => piece !== '');
}
