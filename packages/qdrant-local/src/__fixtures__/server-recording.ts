import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { atOnce } from '../event-loop-turns.ts';
import { parseExactJson } from '../wire/exact-json.ts';

/** A request to a Qdrant server and its answer, as they were recorded. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** With its whole floats as such. */
  readonly body: Record<string, unknown> | null;
  readonly status: number;
  readonly answer: unknown;
  /** Counts from 1, as lines of the file do below its heading. */
  readonly number: number;
}

/**
 * What a Qdrant 1.18.3 server answered to random requests, in rounds that each begin with an empty database. The
 * recording is this project's own; its first line says how it was made.
 */
export function readServerRecording(): Exchange[][] {
  const file = readFileSync(new URL('qdrant-server-1.18.3.jsonl.gz', import.meta.url));
  const [, ...lines] = gunzipSync(file).toString('utf8').trimEnd().split('\n');
  const rounds: Exchange[][] = [];
  for (const [index, line] of lines.entries()) {
    const { body } = atOnce(parseExactJson(line, undefined)) as Exchange;
    const exchange = { ...(JSON.parse(line) as Exchange), body, number: index + 1 };
    if (exchange.method === 'DELETE' && exchange.path === '/collections/things') rounds.push([]);
    rounds.at(-1)!.push(exchange);
  }
  return rounds;
}
