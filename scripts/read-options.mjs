// Reads the command-line options of the programs of this repository.
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

/**
 * Returns the options that `parse` reads from the arguments of this process. With `--help`, prints the usage and exits with 0. When `parse`
 * throws, prints the reason and the usage, and exits with 2. When npm took flags for itself, prints a hint and exits with 2.
 *
 * @template {{ help: boolean }} Options
 * @param {(args: string[]) => Options} parse
 * @param {string} usage
 * @returns {Options}
 */
export function readOptions(parse, usage) {
  refuseSwallowedFlags(usage);
  try {
    const parsed = parse(process.argv.slice(2));
    if (!parsed.help) return parsed;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
