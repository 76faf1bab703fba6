/** Returns a function that draws lines over its previous lines. In a terminal that cannot move its cursor it writes below them. */
export function createRedraw(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): (lines: readonly string[]) => void {
  const canMove = stream.isTTY && env['TERM'] !== 'dumb';
  let drawn = 0;
  return (lines) => {
    // Lines above the screen cannot be overwritten.
    const shown = canMove && stream.rows > 1 ? lines.slice(0, stream.rows - 1) : lines;
    const back = drawn === 0 ? '' : canMove ? `\u001B[${drawn}A\u001B[0J` : '\n';
    stream.write(`${back}${shown.join('\n')}\n`);
    drawn = shown.length;
  };
}
