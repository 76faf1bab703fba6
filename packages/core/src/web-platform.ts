/** What browsers have, and Node.js has not, as far as it is used. */
export interface WebPlatform {
  /** Absent in pages that came without encryption. */
  readonly caches?: { open(name: string): Promise<WebCache> };
  readonly location?: { readonly href: string };
}

/** A cache of answers by their addresses. */
export interface WebCache {
  match(address: string): Promise<Response | undefined>;
  put(address: string, response: Response): Promise<void>;
  delete(address: string): Promise<boolean>;
}

/** The global object, as a browser has it. */
export const webPlatform: WebPlatform = globalThis as object;
