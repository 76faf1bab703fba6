import { sleep } from '@x/core';

import type { Clock } from './queue-port.ts';

/** The real clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep };
