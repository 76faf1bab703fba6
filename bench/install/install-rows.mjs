// Report rows of install size and start-up time.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { measuredRow } from '../report/rows.mjs';

/**
 * Runs `install-and-start.mjs`.
 *
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureInstall() {
  const program = fileURLToPath(new URL('../install-and-start.mjs', import.meta.url));
  const { code, stdout, output } = await runNode(program, ['--json'], { capture: true });
  if (code !== 0) throw new Error(`install-and-start.mjs exited with code ${code}:\n${output}`);
  /** @type {{ rows: { name: string, installMB: number, medianMs: number }[] }} */
  const { rows } = JSON.parse(stdout);
  return rows.flatMap(({ name, installMB, medianMs }, index) => [
    measuredRow({
      id: `install/${index}`,
      description: `size after an installation from npm, and time from start to first answer; ${name}`,
      unit: 'MB',
      values: [installMB],
    }),
    measuredRow({
      id: `install/${index}/start`,
      description: `${name}: time from start to first answer`,
      unit: 'ms',
      values: [medianMs],
    }),
  ]);
}
