/** The used parts of the browser API that Node.js does not have. */
export interface WebPlatform {
  /** Absent in pages that were loaded without encryption. */
  readonly caches?: { open(name: string): Promise<WebCache> };
  readonly location?: { readonly href: string };
}

/** A cache of responses by URL. */
export interface WebCache {
  match(address: string): Promise<Response | undefined>;
  put(address: string, response: Response): Promise<void>;
  delete(address: string): Promise<boolean>;
}

/** The global object, typed as in a browser. */
export const webPlatform: WebPlatform = globalThis as object;
