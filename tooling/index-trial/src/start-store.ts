import { startProcess } from './child-process.ts';

/** Starts the embedded engine's server in its own process, with an empty database in memory. */
export async function startStore(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await startProcess('qdrant-child');
  return { url: server.firstLine, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}
