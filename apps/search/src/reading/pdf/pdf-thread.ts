import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

import { getResolvedPDFJS } from 'unpdf';

/** The module of PDF.js that unpdf contains. */
export type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>;

// The code of a thread. It is a string, so that a bundle needs no separate file for it.
const program = `
  import { workerData } from 'node:worker_threads';
  const { getResolvedPDFJS } = await import(workerData.address);
  await getResolvedPDFJS();
  globalThis.pdfjsWorker.WorkerMessageHandler.initializeFromPort(workerData.port);
`;

// An idle thread is kept, because starting a thread takes longer than reading most files.
let waiting: PdfThread | undefined;

/**
 * A thread in which PDF.js parses a file.
 *
 * On a damaged file, PDF.js leaves unhandled rejected promises, which would end the process. It may also block the event loop indefinitely.
 * In a thread, both affect only the thread.
 */
export class PdfThread {
  readonly pdfJs: PdfJs;
  /** The worker to pass to `getDocument` of PDF.js. */
  readonly worker: InstanceType<PdfJs['PDFWorker']>;
  /** Rejects when the thread fails. It never resolves. */
  readonly failure: Promise<never>;
  /** True after the thread has read a file. A failure may then come from an earlier file. */
  isUsed = false;
  /** True after `failure` has rejected. */
  hasFailed = false;
  readonly #thread: Worker;
  readonly #port: MessagePort;

  private constructor(pdfJs: PdfJs) {
    const { port1, port2 } = new MessageChannel();
    const address = pathToFileURL(createRequire(import.meta.url).resolve('unpdf')).href;
    this.#thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
      workerData: { address, port: port2 },
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    this.failure = new Promise((_, reject) => {
      this.#thread.once('error', (error) => {
        this.hasFailed = true;
        void this.end();
        reject(error);
      });
    });
    // A reader awaits this promise only while it reads, so a rejection between two files must be handled here.
    this.failure.catch(() => {});
    this.pdfJs = pdfJs;
    this.#port = port1;
    // The type is that of a browser's Worker, but PDF.js only uses methods that a port also has.
    this.worker = pdfJs.PDFWorker.create({ port: port1 as never, verbosity: 0 });
  }

  /** Returns the idle thread, else a new one. It keeps the process running until it is given back or ended. */
  static async take({ isNew = false }: { readonly isNew?: boolean } = {}): Promise<PdfThread> {
    const pdfJs = await getResolvedPDFJS();
    const thread = (isNew ? undefined : waiting) ?? new PdfThread(pdfJs);
    if (thread === waiting) waiting = undefined;
    thread.#thread.ref();
    thread.#port.ref();
    return thread;
  }

  /** Keeps a thread for the next file, or ends it if another idle thread exists. */
  static async giveBack(thread: PdfThread): Promise<void> {
    if (waiting !== undefined) return thread.end();
    waiting = thread;
    thread.isUsed = true;
    thread.#thread.unref();
    thread.#port.unref();
  }

  /** Ends the thread, even while it works. */
  async end(): Promise<void> {
    if (waiting === this) waiting = undefined;
    this.worker.destroy();
    this.#port.close();
    await this.#thread.terminate();
  }
}
