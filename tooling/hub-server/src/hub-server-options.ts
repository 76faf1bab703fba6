/** Content of a file: bytes, or the absolute path of a file that is streamed from disk. */
export type FileContent = Uint8Array | string;

/** Options of `startHubServer`: the repositories to serve and the faults to inject. */
export interface HubServerOptions {
  /** The files of each repository (`org/name`), by path. */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, FileContent>>>>;
  /** The commit that `main` points to. @default forty times `c` */
  readonly commit?: string;
  /**
   * Where large files are stored. With `xet`, clients that do not support its protocol see Xet's hash in listings (`xetHash`), in headers of the
   * redirect (`X-Xet-Hash`, `X-Xet-Refresh-Route`), and as the ETag of the content, which is then not a SHA-256. @default 'lfs'
   */
  readonly storage?: 'lfs' | 'xet';
  /** Makes every repository private: requests without a token get 401, with another token 404. */
  readonly token?: string;
  /** Called for each request. A returned fault replaces or corrupts the response. */
  readonly fault?: (request: HubRequest) => Fault | undefined;
}

/** A request as the server received it. */
export interface HubRequest {
  /** `storage` is the second port, the target of redirects for large files. */
  readonly host: 'hub' | 'storage';
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

/** A fault of a response. */
export type Fault =
  /** Sends another response. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The socket is destroyed after this many bytes of the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Nothing is sent after this many bytes, but the connection stays open. */
  | { readonly kind: 'hang'; readonly afterBytes: number }
  /** The body has the right length, but the byte at this offset is changed. */
  | { readonly kind: 'corrupt'; readonly offset: number }
  /** Sends the whole file with status 200 for any requested range. */
  | { readonly kind: 'ignoreRange' };

/** A running server. */
export interface HubServer extends AsyncDisposable {
  /** Pass it as `endpoint`, or as `HF_ENDPOINT`. */
  readonly url: string;
  /** Origin of large files, which differs from `url`. */
  readonly storageUrl: string;
  readonly commit: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly HubRequest[];
}
