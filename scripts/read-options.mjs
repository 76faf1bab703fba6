// How the programs of this repository take their arguments.
import { refuseSwallowedFlags } from './swallowed-flags.mjs';

/**
 * The options of this process: what `parse` makes of its arguments. Prints the usage and leaves with 0 when help is asked for, and with the
 * reason, the usage and 2 when they are wrong, or when npm took some of them.
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
