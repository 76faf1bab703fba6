import { callObserver } from '@x/core';

/** The version of Qdrant's API that this client uses: the version of the official client that sends its requests. */
export const clientVersion = '1.19.0';

/** The versions of a server and of this client. */
export interface ServerVersions {
  readonly server: string;
  readonly client: string;
}

/** Called with the versions when the server's version does not fit. */
export type VersionListener = (versions: ServerVersions) => void;

/** Returns a check that requests the server's version on its first call. It does not wait and never throws. Without a listener it does nothing. */
export function createVersionCheck(listener: VersionListener | undefined, ask: () => Promise<string>): () => void {
  let isDone = listener === undefined;
  async function check(): Promise<void> {
    try {
      const server = await ask();
      if (!isCompatible(server, clientVersion)) callObserver(listener, { server, client: clientVersion });
    } catch {
      // The call that runs in parallel with this check reports what is wrong with the server.
    }
  }
  return () => {
    if (isDone) return;
    isDone = true;
    void check();
  };
}

/** Returns whether the major versions are equal and the minor ones at most 1 apart, as in the official clients. Unreadable versions pass. */
export function isCompatible(server: string, client: string): boolean {
  const [serverMajor, serverMinor] = partsOf(server);
  const [clientMajor, clientMinor] = partsOf(client);
  if ([serverMajor, serverMinor, clientMajor, clientMinor].some(Number.isNaN)) return true;
  return serverMajor === clientMajor && Math.abs(serverMinor - clientMinor) <= 1;
}

function partsOf(version: string): [major: number, minor: number] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
