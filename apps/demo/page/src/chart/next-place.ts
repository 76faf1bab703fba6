/** Returns the position to which a key moves in a list of `count` items, or `undefined` for other keys. */
export function nextPlace(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return Math.max(1, place - 1);
    case 'ArrowDown':
      return Math.min(count, place + 1);
    case 'Home':
      return 1;
    case 'End':
      return count;
    default:
      return undefined;
  }
}
