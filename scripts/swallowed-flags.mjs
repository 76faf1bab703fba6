// npm treats flags before `--` as its own. The script does not receive them as arguments, only as environment variables.

/**
 * @typedef {object} Call
 * @property {readonly string[]} args arguments that the script received
 * @property {Readonly<Record<string, string | undefined>>} environment
 */

/**
 * Prints a hint and exits with 2 when npm took flags of this program for itself.
 *
 * @param {string} usage see `explainSwallowedFlags`
 */
export function refuseSwallowedFlags(usage) {
  const hint = explainSwallowedFlags(usage, { args: process.argv.slice(2), environment: process.env });
  if (hint === undefined) return;
  process.stderr.write(`${hint}\n`);
  process.exit(2);
}

/**
 * Returns a hint when npm took flags of a program for itself, otherwise `undefined`.
 *
 * @param {string} usage contains a line for each flag: two spaces, an optional short form, the long form, and a word in capitals when the flag
 *   takes a value
 * @param {Call} call
 * @returns {string | undefined}
 * @example
 * // npm run demo --web
 * const environment = { npm_config_user_agent: 'npm/11.19.1', npm_lifecycle_event: 'demo', npm_config_web: 'true' };
 * explainSwallowedFlags('  --web   a web page', { args: [], environment });
 * // => 'npm took --web for itself. Put `--` before flags: npm run demo -- --web'
 */
export function explainSwallowedFlags(usage, { args, environment }) {
  const { npm_config_user_agent: runner = '', npm_lifecycle_event: script = '' } = environment;
  if (!runner.startsWith('npm/')) return undefined;
  const taken = [...usage.matchAll(FLAG)].flatMap(([, flag = '', placeholder]) => {
    // A flag that also comes after `--` has reached the program.
    const isGiven = args.some((arg) => arg === flag || arg.startsWith(`${flag}=`));
    const value = isGiven ? undefined : valueIn(environment, flag);
    return value === undefined ? [] : [{ flag, placeholder, value }];
  });
  if (taken.length === 0) return undefined;
  // A value that was separated from its flag by a space is among the arguments, and it is unknown which one it is.
  const isLost = taken.some(({ placeholder, value }) => placeholder !== undefined && value === 'true');
  const flags = taken.map(({ flag, placeholder, value }) => {
    if (placeholder === undefined) return flag;
    return value === 'true' ? `${flag} ${placeholder}` : `${flag}=${quote(value)}`;
  });
  const command = ['npm run', script, '--', ...(isLost ? [] : args.map(quote)), ...flags].join(' ');
  return `npm took ${taken.map(({ flag }) => flag).join(', ')} for itself. Put \`--\` before flags: ${command}`;
}

const FLAG = /^ {2}(?:-\w, )?(--[a-z][a-z-]*)(?: ([A-Z]+))?/gm;

/**
 * @param {Call['environment']} environment
 * @param {string} flag
 */
function valueIn(environment, flag) {
  const value = environment[`npm_config_${flag.replace(/^--(no-)?/, '').replaceAll('-', '_')}`];
  // npm stores `--no-open` as an empty `open`.
  return value !== undefined && (value === '') === flag.startsWith('--no-') ? value : undefined;
}

/** @param {string} text */
function quote(text) {
  return /^[\w./:@=,-]+$/.test(text) ? text : `'${text}'`;
}
