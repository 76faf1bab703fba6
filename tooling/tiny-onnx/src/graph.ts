/** Element types of inputs and outputs. */
export type ElementType = 'float32' | 'int64' | 'float16';

/** A declared input or output. */
export interface GraphValue {
  readonly name: string;
  readonly type: ElementType;
  /** A name is a dimension that is determined at run time. */
  readonly dims: readonly (number | string)[];
}

/** The value of a node's attribute. Plain numbers are integers. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One operation, named as in ONNX's operator list. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A constant. The type of its array determines its element type. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
  /** Name of a file next to the graph that contains the data, from byte 0. The data is then not in the graph. */
  readonly externalFile?: string;
}

/** The input of {@link writeGraph}. */
export interface Graph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: readonly GraphNode[];
  readonly initializers?: readonly Initializer[];
  /** Version of ONNX's own operators. @default 17 */
  readonly opset?: number;
}
