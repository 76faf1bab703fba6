import { InlineHost } from './inline-host.ts';

/** In a browser a session lives in the thread that opens it: a page gives it a worker of its own. */
export const hosts: { readonly inline: typeof InlineHost } = { inline: InlineHost };

/** Nothing is sent anywhere. */
export function requireSendable(): void {}
