import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

import { getResolvedPDFJS } from 'unpdf';

/** PDF.js, as unpdf has it. */
export type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>;

// What a thread runs. It is no module of its own, so that it needs no file beside a bundle.
const program = `
  import { workerData } from 'node:worker_threads';
  const { getResolvedPDFJS } = await import(workerData.address);
  await getResolvedPDFJS();
  globalThis.pdfjsWorker.WorkerMessageHandler.initializeFromPort(workerData.port);
`;

// To start one takes longer than to read most files.
let waiting: PdfThread | undefined;

/**
 * A thread in which PDF.js takes a file apart.
 *
 * PDF.js leaves promises behind that are rejected when a file is damaged, which ends a process; it may take any time, and holds the event
 * loop for all of it. Here it ends no more than the thread.
 */
export class PdfThread {
  readonly pdfJs: PdfJs;
  /** What `getDocument` of PDF.js is given. */
  readonly worker: InstanceType<PdfJs['PDFWorker']>;
  /** Rejects when the thread fails; never resolves. */
  readonly failure: Promise<never>;
  /** Whether it has read another file before, which may have left something behind. */
  isUsed = false;
  /** Whether `failure` has rejected. */
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
    // Who reads a file races against it; between two files nobody does.
    this.failure.catch(() => {});
    this.pdfJs = pdfJs;
    this.#port = port1;
    // Typed for the Worker of browsers, of which it uses what a port has too.
    this.worker = pdfJs.PDFWorker.create({ port: port1 as never, verbosity: 0 });
  }

  /** The one that waits, else a new one. It keeps the process from ending until it waits again or ends. */
  static async take({ isNew = false }: { readonly isNew?: boolean } = {}): Promise<PdfThread> {
    const pdfJs = await getResolvedPDFJS();
    const thread = (isNew ? undefined : waiting) ?? new PdfThread(pdfJs);
    if (thread === waiting) waiting = undefined;
    thread.#thread.ref();
    thread.#port.ref();
    return thread;
  }

  /** Lets a thread wait for the next file, unless another one waits already. */
  static async giveBack(thread: PdfThread): Promise<void> {
    if (waiting !== undefined) return thread.end();
    waiting = thread;
    thread.isUsed = true;
    thread.#thread.unref();
    thread.#port.unref();
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    if (waiting === this) waiting = undefined;
    this.worker.destroy();
    this.#port.close();
    await this.#thread.terminate();
  }
}
