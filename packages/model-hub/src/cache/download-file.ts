import { DownloadError, ModelFileError, type ModelFileProblem } from '@x/core';
import { describeContent, sniffContent } from '../content-sniff.ts';
import { isSystemError } from '../file-status.ts';
import { withoutQuery } from '../http/follow-redirects.ts';
import { BrokenBody, type HubClient, type OpenAnswer } from '../http/hub-client.ts';
import { type Attempt, type Failure, retry } from '../http/retry.ts';
import { openPartialFile, type PartialFile } from './partial-file.ts';
import type { RepositoryFile } from '../repository-listing.ts';

/** Options of {@link downloadFile}. */
export interface DownloadFileOptions {
  /** Path of the finished and checked file. Its folder must exist. */
  readonly target: string;
  readonly client: HubClient;
  /** Called with the number of bytes not yet reported: bytes left by an earlier run, or just received. */
  readonly onBytes: (count: number) => void;
}

/** Once a request brings this many bytes, the connection counts as working. */
const progressBytes = 1024 * 1024;

/**
 * Downloads `url` to a file beside `target`, checks its size and hash, and then renames it to `target`.
 *
 * A partial file of an earlier run is continued with a Range request, and so is a broken connection. The hash covers the whole file, including parts
 * of earlier runs. When a file that arrived in parts has a wrong hash, it is fetched again as a whole. After any failure, `target` is either complete
 * or untouched. The received part is kept for the next run, unless it is known to be wrong or the disk is full.
 *
 * @throws {DownloadError} when the hub does not deliver the file despite retries.
 * @throws {ModelFileError} when the received file differs from the hub's listing.
 */
export async function downloadFile(
  url: string,
  file: RepositoryFile,
  { target, client, onBytes }: DownloadFileOptions,
): Promise<void> {
  await using partial = await openPartialFile(target, file);
  const transfer: Transfer = { url, target, file, partial, report: highWaterMark(onBytes), statedHash: undefined };
  transfer.report(partial.position);
  try {
    let isInParts = partial.position > 0;
    for (;;) {
      isInParts = (await receiveAll(transfer, client)) > 1 || isInParts;
      const found = partial.digest();
      if (found === file.oid) break;
      const isWrong = !isInParts;
      isInParts = false;
      await partial.restart();
      if (isWrong) throw wrongHash(transfer, found);
    }
    await partial.finish(target);
  } catch (error) {
    if (ModelFileError.isInstance(error) || isSystemError(error)) await partial.discard().catch(() => undefined);
    throw error;
  }
}

/** One file being downloaded: the facts for every request and error. */
interface Transfer {
  readonly url: string;
  readonly target: string;
  readonly file: RepositoryFile;
  readonly partial: PartialFile;
  /** Reports the position reached. */
  readonly report: (position: number) => void;
  /** The hash that the last response stated for its content, if any. */
  statedHash: string | undefined;
}

/**
 * Sends requests until all bytes of the file have arrived. Returns how many requests ended with a non-empty file. More than one means that the file
 * arrived in parts.
 */
async function receiveAll(transfer: Transfer, client: HubClient): Promise<number> {
  const { url, partial, file } = transfer;
  let parts = 0;
  const attempt = async (): Promise<Attempt<undefined>> => {
    const start = partial.position;
    if (start === file.size) return { result: undefined };
    const range: Record<string, string> = start === 0 ? {} : { range: `bytes=${start}-` };
    const answer = await client.open(url, range);
    if ('error' in answer) return answer;
    const refusal = await checkAnswer(answer.result, transfer);
    if (refusal !== undefined) return { error: refusal };
    const failure = await receive(answer.result, transfer);
    if (partial.position > 0) parts += 1;
    return failure === undefined ? { result: undefined } : { error: failure };
  };
  await retry(attempt, client);
  return parts;
}

/** Prepares the partial file for the response. Returns a failure when the response cannot be used. */
async function checkAnswer(answer: OpenAnswer, transfer: Transfer): Promise<Failure | undefined> {
  const { url, file, partial } = transfer;
  const { status, headers, linkedEtag, directEtag } = answer;
  const fail = async (message: string, isRetryable: boolean): Promise<Failure> => {
    await answer.cancel();
    return { url: withoutQuery(url), message, isRetryable };
  };
  if (linkedEtag !== undefined && linkedEtag !== file.oid) return fail(otherContent(file, linkedEtag), false);
  transfer.statedHash = directEtag;
  if (status === 206 && headers.get('content-range')?.startsWith(`bytes ${partial.position}-`)) return undefined;
  // The response is the whole file (the server does not support ranges), an error (it has no such range), or a range that was not requested.
  await partial.restart();
  if (status === 200) return undefined;
  return fail(`The hub sent a range that was not requested. Try again.`, true);
}

/** Writes the blocks. Returns a failure when they end too early. */
async function receive({ blocks }: OpenAnswer, transfer: Transfer): Promise<Failure | undefined> {
  const { url, file, partial } = transfer;
  const start = partial.position;
  const broken = (message: string, cause?: unknown): Failure => ({
    url: withoutQuery(url),
    message: `${message} after ${partial.position} of ${file.size} bytes. The received part is kept, and the next run continues from there.`,
    cause,
    isRetryable: true,
    madeProgress: partial.position - start >= progressBytes,
  });
  try {
    for await (const block of blocks) {
      if (partial.position === 0) refuseOther(block, transfer);
      if (partial.position + block.byteLength > file.size) {
        const fact = `${withoutQuery(url)} delivers more than the ${file.size} bytes that the hub lists`;
        throw mismatch(transfer, 'wrong-size', fact);
      }
      await partial.write(block);
      transfer.report(partial.position);
    }
  } catch (cause) {
    if (cause instanceof BrokenBody) return broken(cause.message, cause.cause);
    throw cause;
  }
  return partial.position < file.size ? broken('The connection broke') : undefined;
}

function refuseOther(firstBlock: Uint8Array, transfer: Transfer): void {
  const problem = sniffContent(firstBlock);
  if (problem === undefined) return;
  const fact = `${withoutQuery(transfer.url)} delivers ${describeContent(problem)}; check the endpoint, and whether a proxy or login page intercepts the request`;
  throw mismatch(transfer, problem, fact);
}

function otherContent({ path, oid }: RepositoryFile, delivered: string): string {
  return `The hub lists ${path} with the hash ${oid}, but delivers ${delivered}. Try again later.`;
}

function wrongHash(transfer: Transfer, found: string): DownloadError | ModelFileError {
  const { url, file, statedHash } = transfer;
  if (statedHash?.length === file.oid.length && statedHash !== file.oid) {
    return new DownloadError({ url: withoutQuery(url), message: otherContent(file, statedHash) });
  }
  const fact = `the content from ${withoutQuery(url)} is damaged: its hash must be ${file.oid}, but is ${found}`;
  return mismatch(transfer, 'wrong-hash', fact);
}

function mismatch({ target }: Transfer, problem: ModelFileProblem, fact: string): ModelFileError {
  return new ModelFileError({ path: target, problem, message: `${fact}. Nothing was kept. Try again.` });
}

/** Reports each byte only once, even when a download starts again. */
function highWaterMark(onBytes: (count: number) => void): (position: number) => void {
  let reported = 0;
  return (position) => {
    if (position <= reported) return;
    const count = position - reported;
    reported = position;
    onBytes(count);
  };
}
