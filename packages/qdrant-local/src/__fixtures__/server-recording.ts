import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { atOnce } from '../turns/steps.ts';
import { parseExactJson } from '../wire/exact-json.ts';

/** A recorded request to a Qdrant server, with its response. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** The body, with its whole floats preserved. */
  readonly body: Record<string, unknown> | null;
  readonly status: number;
  readonly answer: unknown;
  /** The number of the exchange, from 1: its line in the file, not counting the header line. */
  readonly number: number;
}

/**
 * Returns the recorded responses of a Qdrant 1.18.3 server to random requests, in rounds that each start with an empty database.
 * The recording was made for this project; its first line describes how.
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
