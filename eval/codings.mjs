// Encodings of token vectors: those of the engine as settings, and others as functions that return the decoded rows.

/**
 * @typedef {object} Coding
 * @property {string} name
 * @property {object} [settings] settings of the engine's vector
 * @property {(rows: readonly Float32Array[]) => readonly Float32Array[]} [decoded] returns the rows of a document after encoding and decoding
 */

/** @type {readonly Coding[]} */
export const CODINGS = [
  { name: 'float32' },
  { name: 'int8', settings: { quantization_config: { scalar: { type: 'int8' } } } },
  { name: 'int4', settings: { quantization_config: { turbo: { bits: 'bits4' } } } },
  { name: 'int4, exact scales', decoded: (rows) => rows.map((row) => coded(row, largest(row) / 7)) },
  {
    name: 'int4, one scale per document',
    decoded: (rows) => rows.map((row) => coded(row, Math.max(...rows.map(largest)) / 7)),
  },
  { name: 'int4, scales with the least squared error', decoded: (rows) => rows.map(withLeastError) },
  { name: 'one bit', settings: { quantization_config: { binary: {} } } },
  { name: 'one bit, multiplied by the mean magnitude', decoded: (rows) => rows.map((row) => signs(row, mean(row))) },
];

/**
 * Returns integer codes from -7 to 7, multiplied by their scale.
 *
 * @param {Float32Array} row
 * @param {number} scale
 */
function coded(row, scale) {
  return row.map((component) => Math.max(-7, Math.min(7, Math.round(component / scale))) * scale);
}

/** @param {Float32Array} row */
function withLeastError(row) {
  const shares = Array.from({ length: 13 }, (_, index) => 0.4 + index * 0.05);
  const candidates = shares.map((share) => coded(row, (share * largest(row)) / 7));
  const error = (/** @type {Float32Array} */ other) =>
    other.reduce((sum, value, index) => sum + (value - (row[index] ?? 0)) ** 2, 0);
  return candidates.reduce((best, other) => (error(other) < error(best) ? other : best));
}

/**
 * @param {Float32Array} row
 * @param {number} magnitude
 */
function signs(row, magnitude) {
  return row.map((component) => (component < 0 ? -magnitude : magnitude));
}

/** @param {Float32Array} row */
function largest(row) {
  return row.reduce((most, component) => Math.max(most, Math.abs(component)), 0);
}

/** @param {Float32Array} row */
function mean(row) {
  return row.reduce((sum, component) => sum + Math.abs(component), 0) / row.length;
}
