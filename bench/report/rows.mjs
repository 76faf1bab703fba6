// Rows of a report: measured values, and goals that compare a value with a limit.
import { quantile } from '../statistics.mjs';

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} description
 * @property {number | null} value `null` when it was not measured; the description says why
 * @property {string} unit
 * @property {string | null} goal
 * @property {boolean | null} holds
 * @property {readonly [p25: number, p75: number]} [spread] quartiles of the rounds
 * @property {number} [rounds]
 */

/**
 * Returns a row with the median of all rounds.
 *
 * @param {{ id: string, description: string, unit: string, values: readonly number[], missing?: string }} options
 * @returns {Row}
 */
export function measuredRow({ id, description, unit, values, missing = 'not measured' }) {
  const goal = { goal: null, holds: null };
  if (values.length === 0) return { id, description: `${description}: ${missing}`, value: null, unit, ...goal };
  const spread = /** @type {const} */ ([quantile(values, 0.25), quantile(values, 0.75)]);
  return { id, description, value: quantile(values, 0.5), unit, ...goal, spread, rounds: values.length };
}

/**
 * Returns a row that compares a value with a limit.
 *
 * @param {{ id: string, description: string, unit: string, value: number, relation: '>=' | '<=', limit: number }} options
 *   `value` is `NaN` when it was not measured
 * @returns {Row}
 */
export function goalRow({ id, description, unit, value, relation, limit }) {
  const goal = `${relation} ${limit}`;
  if (!Number.isFinite(value)) {
    return { id, description: `${description}: not measured`, value: null, unit, goal, holds: null };
  }
  return { id, description, value, unit, goal, holds: relation === '>=' ? value >= limit : value <= limit };
}
