import { InlineHost } from './inline-host.ts';

/** In a browser the session runs in the thread that opens it; a page can open it in a worker. */
export const hosts: { readonly inline: typeof InlineHost } = { inline: InlineHost };

/** Accepts everything: in a browser nothing is sent to another thread or process. */
export function requireSendable(): void {}
