import { parseArgs } from 'node:util';
import { UsageError } from '@x/core/program';

/** The commands of the program. */
export const commandNames = ['list', 'download', 'verify', 'where', 'remove', 'export'] as const;
export type CommandName = (typeof commandNames)[number];

/** The checked command line. */
export interface ProgramArguments {
  readonly command: CommandName;
  /** Names of models; for `export`, without the directory. */
  readonly names: readonly string[];
  /** Only for `export`. */
  readonly directory: string;
  readonly json: boolean;
  readonly cacheDir: string | undefined;
  readonly revision: string | undefined;
  readonly offline: boolean | undefined;
  readonly files: readonly string[];
}

export const usage = `Usage: x-model-hub COMMAND [NAME...] [OPTIONS]

  list                 list the models that are known, installed or in the cache
  download NAME...     download models into the cache, or update them
  verify [NAME...]     check every byte of these models, or of all installed and cached models
  where NAME           print the directory of a model
  remove NAME...       remove models from the cache
  export NAME DIR      copy a model to a folder for a machine without network (option modelPath)

  --json               print data instead of text
  --cache-dir DIR      the cache (default: HF_HUB_CACHE, HF_HOME/hub, FASTEMBED_CACHE_PATH, ~/.cache/huggingface/hub)
  --revision REVISION  branch, tag or commit (default: main)
  --file PATH          path of the weights in the repository (default: from the catalogue, else onnx/model.onnx
                       or model.onnx); repeat it for further files that the weights need and that are not
                       named after them
  --offline            do not use the network
  -h, --help           print this help and exit

Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

/** Parses the command line. Returns `undefined` for `--help`. Throws a {@link UsageError} when the arguments are wrong. */
export function parseProgramArguments(args: readonly string[]): ProgramArguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [name, ...rest] = positionals;
  const command = commandNames.find((known) => known === name);
  if (command === undefined) {
    throw new UsageError(name === undefined ? 'A command is missing.' : `There is no command "${name}".`);
  }
  const directory = command === 'export' ? (rest[1] ?? '') : '';
  const names = command === 'export' ? rest.slice(0, 1) : rest;
  requireCount(command, rest.length);
  return {
    command,
    names,
    directory,
    json: values.json ?? false,
    cacheDir: values['cache-dir'],
    revision: values.revision,
    offline: values.offline,
    files: values.file ?? [],
  };
}

const allowedCounts: Readonly<Record<CommandName, readonly [min: number, max: number, expected: string]>> = {
  list: [0, 0, 'takes no names'],
  download: [1, Infinity, 'needs the name of a model'],
  verify: [0, Infinity, 'takes names'],
  where: [1, 1, 'needs the name of one model'],
  remove: [1, Infinity, 'needs the name of a model'],
  export: [2, 2, 'needs the name of one model and a directory'],
};

function requireCount(command: CommandName, count: number): void {
  const [min, max, expected] = allowedCounts[command];
  if (count < min || count > max) throw new UsageError(`"${command}" ${expected}.`);
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      'cache-dir': { type: 'string' },
      revision: { type: 'string' },
      file: { type: 'string', multiple: true },
      offline: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
