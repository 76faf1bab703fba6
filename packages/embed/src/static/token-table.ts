import { float16Table, ModelFileError, ShapeMismatchError } from '@x/core';
import { readSafetensors, type SafetensorsTensor, toFloat32 } from '@x/model-hub';

type Rows = Exclude<SafetensorsTensor['data'], BigInt64Array>;

/** Numeric types of rows. 16-bit floats are widened when a row is used. */
const rowTypes: readonly string[] = ['F32', 'F16', 'I8', 'F64'];

/**
 * The vectors of a vocabulary's tokens in model2vec's format: one matrix, kept in the file's numeric type.
 *
 * A model with a quantized vocabulary has fewer rows than tokens: `mapping` contains the row of each token, `weights` its factor.
 */
export class TokenTable {
  /** Dimension of a row. */
  readonly dimension: number;
  readonly #rows: Rows;
  readonly #isHalf: boolean;
  readonly #mapping: Int32Array | undefined;
  readonly #weights: Float32Array | undefined;

  private constructor({ rows, isHalf, dimension, mapping, weights }: TableParts) {
    this.dimension = dimension;
    this.#rows = rows;
    this.#isHalf = isHalf;
    this.#mapping = mapping;
    this.#weights = weights;
  }

  /**
   * Reads the table of a `model.safetensors` for a vocabulary of `tokens` tokens.
   *
   * @throws {ModelFileError} when the file is damaged, has no `embeddings` of a supported type, or `mapping` refers to a row that does not exist.
   * @throws {ShapeMismatchError} when, without a mapping, the number of rows differs from `tokens`, or mapping or weights have another length.
   */
  static async read(
    path: string,
    { tokens, signal }: { tokens: number; signal?: AbortSignal | undefined },
  ): Promise<TokenTable> {
    const names = ['embeddings', 'mapping', 'weights'];
    const tensors = await readSafetensors(path, { tensors: names, ...(signal && { signal }) });
    const embeddings = tensors.get('embeddings');
    if (embeddings === undefined) {
      throw invalid(path, 'it has no tensor "embeddings", which a static model of model2vec must contain.');
    }
    if (!rowTypes.includes(embeddings.dtype)) {
      throw invalid(
        path,
        `"embeddings" has the unsupported type ${embeddings.dtype}; supported are ${rowTypes.join(', ')}.`,
      );
    }
    const [rows = 0, dimension = 0] = embeddings.shape;
    const mapping = vectorOf(tensors.get('mapping'), tokens, (tensor) => Int32Array.from(tensor.data as Rows, Number));
    const weights = vectorOf(tensors.get('weights'), tokens, toFloat32);
    if (embeddings.shape.length !== 2 || dimension === 0 || (mapping === undefined && rows !== tokens)) {
      const expected = mapping === undefined ? `[${tokens}, dimension]` : '[rows, dimension]';
      throw new ShapeMismatchError({ tensor: 'embeddings', expected, actual: `[${embeddings.shape.join(', ')}]` });
    }
    const foreign = mapping?.find((row) => row < 0 || row >= rows);
    if (foreign !== undefined)
      throw invalid(path, `"mapping" refers to row ${foreign}, but there are only ${rows} rows.`);
    return new TokenTable({
      rows: embeddings.data as Rows,
      isHalf: embeddings.dtype === 'F16',
      dimension,
      mapping,
      weights,
    });
  }

  /** Adds the vector of a token to `sum`: `[dimension]`. */
  addTo(sum: Float64Array, token: number): void {
    const row = this.#mapping === undefined ? token : this.#mapping[token]!;
    const weight = this.#weights === undefined ? 1 : this.#weights[token]!;
    if (this.#isHalf) addHalfRow(sum, this.#rows, row, weight);
    else addRow(sum, this.#rows, row, weight);
  }
}

function addRow(sum: Float64Array, rows: Rows, row: number, weight: number): void {
  const dimension = sum.length;
  const start = row * dimension;
  for (let at = 0; at < dimension; at++) sum[at]! += weight * rows[start + at]!;
}

function addHalfRow(sum: Float64Array, rows: Rows, row: number, weight: number): void {
  const numbers = float16Table();
  const dimension = sum.length;
  const start = row * dimension;
  for (let at = 0; at < dimension; at++) sum[at]! += weight * numbers[rows[start + at]!]!;
}

interface TableParts {
  readonly rows: Rows;
  readonly isHalf: boolean;
  readonly dimension: number;
  readonly mapping: Int32Array | undefined;
  readonly weights: Float32Array | undefined;
}

/** Reads a tensor with one number for each token; `undefined` when there is none. */
function vectorOf<Numbers>(
  tensor: SafetensorsTensor | undefined,
  tokens: number,
  read: (tensor: SafetensorsTensor) => Numbers,
): Numbers | undefined {
  if (tensor === undefined) return undefined;
  if (tensor.shape.length === 1 && tensor.shape[0] === tokens) return read(tensor);
  throw new ShapeMismatchError({
    tensor: tensor.name,
    expected: `[${tokens}]`,
    actual: `[${tensor.shape.join(', ')}]`,
  });
}

function invalid(path: string, message: string): ModelFileError {
  return new ModelFileError({ path, problem: 'invalid', message });
}
