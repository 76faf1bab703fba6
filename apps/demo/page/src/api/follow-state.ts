import type { DemoState } from '../../../src/web/contract.ts';

/** The state of the connection to the server. */
export type Connection = 'connecting' | 'open' | 'lost';

export interface StateFollower {
  readonly onState: (state: DemoState) => void;
  readonly onConnection: (connection: Connection) => void;
}

const RETRY_MS = 2000;

/** Follows the events of the server, and reconnects after each interruption as long as the page is open. */
export function followState({ onState, onConnection }: StateFollower): void {
  const events = new EventSource('api/events');
  events.addEventListener('state', ({ data }: MessageEvent<string>) => {
    onConnection('open');
    onState(JSON.parse(data) as DemoState);
  });
  events.addEventListener('error', () => {
    onConnection('lost');
    // A browser reconnects by itself after a broken connection, but not after an error response.
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(() => followState({ onState, onConnection }), RETRY_MS);
  });
}
