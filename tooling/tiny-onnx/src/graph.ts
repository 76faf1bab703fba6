/** Element types that can be declared. */
export type ElementType = 'float32' | 'int64' | 'float16';

/** A declared input or output. */
export interface GraphValue {
  readonly name: string;
  readonly type: ElementType;
  /** Names stand for dimensions that only a run decides. */
  readonly dims: readonly (number | string)[];
}

/** The value of a node's attribute: plain numbers are whole ones. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One operation, named as in ONNX's operator list. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A constant, its type that of its array. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
  /** Name of a file beside the graph that holds the data instead of it, from its first byte on. */
  readonly externalFile?: string;
}

/** What {@link writeGraph} writes. */
export interface Graph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: readonly GraphNode[];
  readonly initializers?: readonly Initializer[];
  /** Version of ONNX's own operators. @default 17 */
  readonly opset?: number;
}
