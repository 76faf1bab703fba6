/** The version of Qdrant's API that this client speaks: that of the official client which it sends requests with. */
export const clientVersion = '1.19.0';

/** The versions of a server and of this client. */
export interface ServerVersions {
  readonly server: string;
  readonly client: string;
}

/** Hears of a server whose version does not fit. */
export type VersionListener = (versions: ServerVersions) => void;

/** A check that asks for the server's version when it is first called, waits for nothing and never rejects; none without a listener. */
export function createVersionCheck(listener: VersionListener | undefined, ask: () => Promise<string>): () => void {
  let isDone = listener === undefined;
  async function check(): Promise<void> {
    try {
      const server = await ask();
      if (!isCompatible(server, clientVersion)) listener?.({ server, client: clientVersion });
    } catch {
      // Whoever made the call hears what is wrong with the server from the call itself.
    }
  }
  return () => {
    if (isDone) return;
    isDone = true;
    void check();
  };
}

/** The same major version, and minor ones at most 1 apart, as the official clients have it; what is no version passes. */
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
