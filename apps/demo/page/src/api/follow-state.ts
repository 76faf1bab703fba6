import type { DemoState } from '../../../src/web/contract.ts';

/** Whether the server is heard. */
export type Connection = 'connecting' | 'open' | 'lost';

export interface StateFollower {
  readonly onState: (state: DemoState) => void;
  readonly onConnection: (connection: Connection) => void;
}

const RETRY_MS = 2000;

/** Follows the server's events, and connects again, for as long as the page is open, whenever they break off. */
export function followState({ onState, onConnection }: StateFollower): void {
  const events = new EventSource('api/events');
  events.addEventListener('state', ({ data }: MessageEvent<string>) => {
    onConnection('open');
    onState(JSON.parse(data) as DemoState);
  });
  events.addEventListener('error', () => {
    onConnection('lost');
    // A browser connects again by itself after a broken line, but not after an answer that it does not like.
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(() => followState({ onState, onConnection }), RETRY_MS);
  });
}
