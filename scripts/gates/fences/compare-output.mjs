// Compares the output that a fence promises with its actual output.

const number = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const parts = new RegExp(`${number}|\\.{3}|\\s+|[^]`, 'g');

/** Returns the text of a program's `// =>` comments, in order. @param {string} code */
export function promisedOutput(code) {
  return Array.from(code.matchAll(/\/\/ => (.*)$/gm), ([, text = '']) => text.trim()).join('\n');
}

/**
 * Returns whether a program printed what its comments promise. Numbers match to the digits shown, white space matches any white space, and
 * `...` matches anything.
 *
 * @param {string} promised
 * @param {string} printed
 * @example
 * isPromised('[ 0.46, ... ]', '[\n  0.4638,\n  2\n]\n'); // => true
 */
export function isPromised(promised, printed) {
  /** @type {string[]} */
  const numbers = [];
  const pattern = withoutGaps(promised).replaceAll(parts, (part, digits) => {
    if (digits !== undefined) {
      numbers.push(digits);
      return number;
    }
    if (part === '...') return '[^]*?';
    return part.trim() === '' ? String.raw`\s+` : part.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  });
  const found = new RegExp(`^${pattern}$`).exec(withoutGaps(printed))?.slice(1);
  return found !== undefined && numbers.every((shown, index) => isSameNumber(shown, found[index] ?? ''));
}

/** Removes white space around brackets and commas, which depends on the line width of Node.js. @param {string} text */
function withoutGaps(text) {
  return text.trim().replaceAll(/\s*([[\]{}(),])\s*/g, '$1');
}

/** @param {string} shown @param {string} printed */
function isSameNumber(shown, printed) {
  const decimals = /\.(\d+)$/.exec(shown)?.[1]?.length;
  return decimals === undefined ? shown === printed : Number(printed).toFixed(decimals) === shown;
}
