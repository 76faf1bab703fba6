import type { PointId } from '@x/core';

import type { Payload } from '../payloads/copy-json.ts';

/** Tells whether a point passes. */
export type PointPredicate = (id: PointId, payload: Payload) => boolean;

/** Tells whether one value of a payload passes. */
export type ValuePredicate = (value: unknown) => boolean;
