// npm takes flags that stand before `--` for itself: the script is not given them, and finds them in its environment only.

/**
 * @typedef {object} Call
 * @property {readonly string[]} args what the script was given
 * @property {Readonly<Record<string, string | undefined>>} environment
 */

/**
 * Leaves with 2 and a hint where npm took flags of this program for itself.
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
 * What to say where npm took flags of a program for itself; `undefined` where it did not.
 *
 * @param {string} usage has a line for each flag: two spaces, the short form if there is one, the long form, and a word in capitals where
 *   it takes a value
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
    // A flag that stands behind `--`, too, has reached the program.
    const isGiven = args.some((arg) => arg === flag || arg.startsWith(`${flag}=`));
    const value = isGiven ? undefined : valueIn(environment, flag);
    return value === undefined ? [] : [{ flag, placeholder, value }];
  });
  if (taken.length === 0) return undefined;
  // A value that stood apart from its flag is among the arguments. Which one it is cannot be told.
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
  // npm keeps `--no-open` as an empty `open`.
  return value !== undefined && (value === '') === flag.startsWith('--no-') ? value : undefined;
}

/** @param {string} text */
function quote(text) {
  return /^[\w./:@=,-]+$/.test(text) ? text : `'${text}'`;
}
