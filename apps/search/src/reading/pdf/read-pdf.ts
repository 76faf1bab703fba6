import { followSignal, untilAborted } from '@x/core';

import type { FileBytes, FileText, Place } from '../file-text.ts';
import { splitAtHeadings, type Heading, tidyTitle } from '../sections.ts';
import { UnreadableFileError, type UnreadableFileReason } from '../unreadable-file-error.ts';
import { headingOnPage, listBookmarks, type OutlinedText } from './outline-headings.ts';
import { pageText } from './page-text.ts';
import { type PdfJs, PdfThread } from './pdf-thread.ts';

type Document = Awaited<ReturnType<PdfJs['getDocument']>['promise']>;

/** Options of {@link readPdf}. */
export interface ReadPdfOptions {
  /** The time limit in milliseconds. @default one minute, plus one minute for each 600 kB */
  readonly timeoutMs?: number;
}

/**
 * Reads the text layer of a PDF in a separate thread. The bookmarks become the headings.
 *
 * The time limit is needed because a file of ten kilobytes can keep PDF.js busy for hours.
 *
 * @throws {UnreadableFileError} `too-slow` after the time limit, `encrypted`, `too-large` when the thread runs out of memory, or `damaged`.
 */
export async function readPdf(
  file: FileBytes,
  { timeoutMs = 60_000 + file.bytes.length / 10 }: ReadPdfOptions = {},
): Promise<FileText> {
  using own = followSignal(file.signal, { timeoutMs });
  const watched = { ...file, signal: own.signal };
  try {
    return await readInThread(watched);
  } catch (cause) {
    file.signal?.throwIfAborted();
    throw new UnreadableFileError({ path: file.path, reason: own.isTimedOut ? 'too-slow' : reasonOf(cause), cause });
  }
}

async function readInThread(file: FileBytes): Promise<FileText> {
  const thread = await PdfThread.take();
  const { isUsed } = thread;
  try {
    return await readIn(thread, file);
  } catch (cause) {
    // The previous file may have caused the failure of the thread.
    if (isUsed && thread.hasFailed) return readIn(await PdfThread.take({ isNew: true }), file);
    throw cause;
  }
}

async function readIn(thread: PdfThread, { bytes, signal }: FileBytes): Promise<FileText> {
  // Copies the bytes, because PDF.js transfers them and refuses a Buffer. With verbosity 0 it throws errors and prints nothing.
  const loading = thread.pdfJs.getDocument({
    data: new Uint8Array(bytes),
    worker: thread.worker,
    verbosity: 0,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: true,
  });
  const reading = loading.promise.then(readDocument);
  try {
    return await untilAborted(Promise.race([thread.failure, reading]), signal);
  } finally {
    // Aborted work continues in the thread, so an aborted thread is ended instead of kept.
    const isIdle = untilAborted(Promise.race([thread.failure, loading.destroy()]), signal);
    await isIdle.then(
      () => PdfThread.giveBack(thread),
      () => thread.end(),
    );
  }
}

function reasonOf(cause: unknown): UnreadableFileReason {
  const { name, code } = cause as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'PasswordException') return 'encrypted';
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-large' : 'damaged';
}

async function readDocument(document: Document): Promise<FileText> {
  const { text, pages } = await readPages(document);
  const headings = await findHeadings(document, { text, pages });
  const { info } = await document.getMetadata();
  const stated: unknown = Reflect.get(info, 'Title');
  const title = typeof stated === 'string' ? tidyTitle(stated) : '';
  return {
    text,
    ...(title === '' ? {} : { title }),
    sections: splitAtHeadings(text, headings),
    unit: 'page',
    places: pages,
  };
}

async function readPages(document: Document): Promise<OutlinedText> {
  const pages: Place[] = [];
  const parts: string[] = [];
  let start = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    const text = pageText(items.filter((item) => 'str' in item));
    pages.push({ start, number });
    parts.push(text, '\n\n');
    start += text.length + 2;
  }
  return { text: parts.join(''), pages };
}

async function findHeadings(document: Document, outlined: OutlinedText): Promise<Heading[]> {
  const headings: Heading[] = [];
  let from = 0;
  for (const bookmark of listBookmarks((await document.getOutline()) ?? [])) {
    const page = await findPage(document, bookmark.dest);
    const heading = page === undefined ? undefined : headingOnPage(outlined, { bookmark, page, from });
    if (heading === undefined) continue;
    headings.push(heading);
    from = heading.bodyStart;
  }
  return headings;
}

async function findPage(document: Document, dest: string | readonly unknown[] | null): Promise<number | undefined> {
  try {
    const place: unknown = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    if (!Array.isArray(place)) return undefined;
    return (await document.getPageIndex(place[0] as Parameters<Document['getPageIndex']>[0])) + 1;
  } catch {
    // A bookmark may have an invalid destination.
    return undefined;
  }
}
