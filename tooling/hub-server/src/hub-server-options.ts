/** Content of a file: bytes, or the absolute path of a file that is streamed from disk. */
export type FileContent = Uint8Array | string;

/** What the server is to serve, and how it is to misbehave. */
export interface HubServerOptions {
  /** Files by their path, by repository (`org/name`). */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, FileContent>>>>;
  /** The commit that `main` stands at. @default forty times `c` */
  readonly commit?: string;
  /**
   * Where large files are kept. Of `xet`, clients that do not speak its protocol see three things: its own hash in listings (`xetHash`)
   * and in headers of the redirect (`X-Xet-Hash`, `X-Xet-Refresh-Route`), and as the ETag of the content, which is no SHA-256 there. @default 'lfs'
   */
  readonly storage?: 'lfs' | 'xet';
  /** Makes every repository private: requests without this token get 401. */
  readonly token?: string;
  /** Asked for each request; an answer replaces or spoils the response. */
  readonly fault?: (request: HubRequest) => Fault | undefined;
}

/** One request as the server saw it. */
export interface HubRequest {
  /** `storage` is the second port, where redirects of large files lead. */
  readonly host: 'hub' | 'storage';
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

/** How a response goes wrong. */
export type Fault =
  /** Another answer altogether. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The socket is destroyed after this many bytes of the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Nothing comes after this many bytes, but the connection stays open. */
  | { readonly kind: 'hang'; readonly afterBytes: number }
  /** Right length, but the byte at this offset is changed. */
  | { readonly kind: 'corrupt'; readonly offset: number }
  /** The whole file with status 200, whatever range was asked for. */
  | { readonly kind: 'ignoreRange' };

/** A running server. */
export interface HubServer extends AsyncDisposable {
  /** Pass it as `endpoint`, or as `HF_ENDPOINT`. */
  readonly url: string;
  /** Where large files come from; another origin than `url`. */
  readonly storageUrl: string;
  readonly commit: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly HubRequest[];
}
