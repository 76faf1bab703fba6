/** Returns a number with its noun, e.g. `1 model` or `1,200 models`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
