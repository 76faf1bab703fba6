import { UsageError } from '@x/terminal';

/** How the web page was asked for. */
export interface WebArguments {
  /** 0 takes a free one; `undefined` where none was named. */
  readonly port: number | undefined;
  /** Opens a browser where there is a desktop. */
  readonly open: boolean;
  /** Folder that the page is written to with both models, for any web server; `undefined` where it is served. */
  readonly folder: string | undefined;
}

/** What the page has controls for, or has no use for, and what to do instead. */
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

/** What is fixed where the page is written to a folder. */
const servedOnly = ['port', 'no-open', 'embedder', 'reranker'];

/**
 * Reads the flags of the web page; `undefined` where it was not asked for.
 *
 * @throws {UsageError} when flags do not go together, or the port is none.
 */
export function readWebArguments(
  values: Readonly<Record<string, string | boolean | undefined>>,
): WebArguments | undefined {
  const { web, port, static: folder } = values;
  if (web !== true) {
    const alone = ['port', 'no-open', 'static'].find((name) => values[name] !== undefined);
    if (alone !== undefined) throw new UsageError(`--${alone} is for the web page: add --web.`);
    return undefined;
  }
  for (const [name, instead] of Object.entries(refused)) {
    if (values[name] !== undefined) throw new UsageError(`--${name} does not go with --web: ${instead}.`);
  }
  const unused = folder === undefined ? undefined : servedOnly.find((name) => values[name] !== undefined);
  if (unused !== undefined)
    throw new UsageError(`--${unused} does not go with --static: the page runs the bundled models.`);
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
