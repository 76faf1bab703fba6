import { UsageError } from '@x/core/program';

/** The parsed flags of the web page. */
export interface WebArguments {
  /** The port. 0 chooses a free port; `undefined` without `--port`. */
  readonly port: number | undefined;
  /** True to open a browser if there is a desktop. */
  readonly open: boolean;
  /** The folder to which the page and both models are written, for any web server; `undefined` to serve the page. */
  readonly folder: string | undefined;
}

/** Flags that the page replaces with controls or does not use, with advice for each. */
const refused: Readonly<Record<string, string>> = {
  query: 'type the query into the page',
  limit: 'the page has a control for the candidates',
  'top-k': 'the page has a control for it',
  stages: 'the page has a control for the stages',
  implicit: 'the page always searches through a pipeline',
  store: 'the page keeps everything in memory',
  'api-key': 'the page keeps everything in memory',
  'list-models': 'the page lists the models',
  json: 'leave one of the two out',
};

/** Flags that have no effect when the page is written to a folder. */
const servedOnly = ['port', 'no-open', 'embedder', 'reranker'];

/**
 * Reads the flags of the web page. Returns `undefined` without `--web`.
 *
 * @throws {UsageError} when flags cannot be combined, or the port is invalid.
 */
export function readWebArguments(
  values: Readonly<Record<string, string | boolean | undefined>>,
): WebArguments | undefined {
  const { web, port, static: folder } = values;
  if (web !== true) {
    const alone = ['port', 'no-open', 'static'].find((name) => values[name] !== undefined);
    if (alone !== undefined) throw new UsageError(`--${alone} needs --web.`);
    return undefined;
  }
  for (const [name, instead] of Object.entries(refused)) {
    if (values[name] !== undefined) throw new UsageError(`--${name} cannot be combined with --web: ${instead}.`);
  }
  const unused = folder === undefined ? undefined : servedOnly.find((name) => values[name] !== undefined);
  if (unused !== undefined)
    throw new UsageError(
      `--${unused} cannot be combined with --static: the page is not served, and it runs the bundled models.`,
    );
  return {
    port: typeof port === 'string' ? readPort(port) : undefined,
    open: values['no-open'] !== true,
    folder: typeof folder === 'string' ? folder : undefined,
  };
}

function readPort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, but is "${value}".`);
  }
  return port;
}
