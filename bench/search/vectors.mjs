// Random vectors, identical in every run, in files that every language can read: float32, little-endian, row by row.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../texts/random.mjs';

/** Number of groups. The payload of each point contains its group, so a filter for one group matches a tenth of the points. */
export const GROUPS = 10;

/**
 * Returns vectors of length 1 with random directions.
 *
 * @param {{ count: number, dimension: number, seed: number }} options
 * @returns {Float32Array} `[count, dimension]`
 */
export function createVectors({ count, dimension, seed }) {
  const random = createRandom(seed);
  const vectors = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    let square = 0;
    for (let index = 0; index < dimension; index++) {
      const value = random() - 0.5;
      vector[index] = value;
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (let index = 0; index < dimension; index++) vector[index] = (vector[index] ?? 0) / length;
  }
  return vectors;
}

/**
 * Writes the result of {@link createVectors} to a file, unless a file of the right size already exists.
 *
 * @param {string} folder
 * @param {{ count: number, dimension: number, seed: number }} options
 * @returns {string} path of the file
 */
export function writeVectors(folder, options) {
  const file = join(folder, `${options.count}x${options.dimension}-${options.seed}.f32`);
  const byteLength = 4 * options.count * options.dimension;
  if (existsSync(file) && readFileSync(file).byteLength === byteLength) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, createVectors(options));
  return file;
}

/**
 * Reads a file that `writeVectors` wrote.
 *
 * @param {string} file
 * @param {number} dimension
 * @returns {Float32Array[]} one for each row
 */
export function readVectors(file, dimension) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  return Array.from({ length: values.length / dimension }, (_, row) =>
    values.subarray(row * dimension, (row + 1) * dimension),
  );
}
