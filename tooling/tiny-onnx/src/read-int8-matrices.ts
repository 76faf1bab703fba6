import { readFields } from './protobuf.ts';

/** A constant of 8-bit integers in a graph, in row-major order. */
export interface Int8Matrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Int8Array;
}

// Field numbers of ModelProto, GraphProto and TensorProto, and the number of the type INT8 (onnx.proto3).
const graphOfModel = 7;
const initializerOfGraph = 5;
const tensor = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const int8 = 3;

/** Returns the constants of an ONNX file that are 8-bit integers of shape `[rows, columns]` and contained in the file itself. */
export function readInt8Matrices(file: Uint8Array): Int8Matrix[] {
  const graphs = readFields(file).filter(({ field }) => field === graphOfModel);
  const tensors = graphs.flatMap(({ bytes }) => readFields(bytes)).filter(({ field }) => field === initializerOfGraph);
  return tensors.flatMap(({ bytes }) => readMatrix(bytes) ?? []);
}

function readMatrix(message: Uint8Array): Int8Matrix | undefined {
  const fields = readFields(message);
  const [rows, columns, ...more] = fields.filter(({ field }) => field === tensor.dims).map(({ value }) => value);
  const type = fields.find(({ field }) => field === tensor.dataType)?.value;
  const name = fields.find(({ field }) => field === tensor.name)?.bytes;
  const data = fields.find(({ field }) => field === tensor.rawData)?.bytes;
  if (type !== int8 || rows === undefined || columns === undefined || more.length > 0 || data === undefined)
    return undefined;
  const values = new Int8Array(data.buffer, data.byteOffset, data.length);
  return { name: new TextDecoder().decode(name), rows, columns, values };
}
