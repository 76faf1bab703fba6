/** The function applied to a raw logit before it is returned. */
export type Activation = 'none' | 'sigmoid';

/**
 * Applies the activation to one logit. `sigmoid` maps any logit into 0..1 without overflow and keeps the order.
 *
 * @example
 * activate(0, 'sigmoid'); // => 0.5
 */
export function activate(logit: number, activation: Activation): number {
  return activation === 'none' ? logit : 1 / (1 + Math.exp(-logit));
}
