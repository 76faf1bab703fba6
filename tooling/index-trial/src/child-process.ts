import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

/** A process of a trial. Disposing closes its input, and the process then ends. */
export interface TrialProcess extends AsyncDisposable {
  /** The first line that it wrote. */
  readonly firstLine: string;
  /** What it wrote to its error output. */
  readonly errors: readonly string[];
  kill(): Promise<void>;
}

/**
 * Starts a built module of this folder. Resolves when it has written a line.
 *
 * Workers start from a bundle, which takes a third of the processor time that separate modules take. A trial starts hundreds of workers.
 */
export async function startProcess(
  name: 'qdrant-child' | 'bundled/worker-child',
  { settings, onLine = () => {} }: { readonly settings?: object; readonly onLine?: (line: string) => void } = {},
): Promise<TrialProcess> {
  const module = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  const args = settings === undefined ? [module] : [module, JSON.stringify(settings)];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // The process may have ended before its input is closed.
  child.stdin!.on('error', () => {});
  const errors: string[] = [];
  createInterface(child.stderr!).on('line', (line) => errors.push(line));
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout!);
  const [firstLine] = (await Promise.race([once(lines, 'line'), exited.then(() => [])])) as [string?];
  if (firstLine === undefined) throw new Error(`${name} ended before it was ready:\n${errors.join('\n')}`);
  lines.on('line', onLine);
  const end = async (how: () => void): Promise<void> => {
    how();
    await exited;
  };
  return {
    firstLine,
    errors,
    kill: () => end(() => child.kill('SIGKILL')),
    [Symbol.asyncDispose]: () => end(() => child.stdin!.end()),
  };
}
