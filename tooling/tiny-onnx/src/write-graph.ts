import type { Attribute, ElementType, Graph, GraphNode, GraphValue, Initializer } from './graph.ts';
import { bytesField, floatField, integerField, littleEndian, message, textField } from './protobuf.ts';

// Field numbers and enumerations are those of onnx/onnx.proto.
const intermediateRepresentation = 8;
const elementTypes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, float16: 10 };
const externalLocation = 1;
const attributeTypes = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/**
 * Returns the bytes of an ONNX model, in the field order of the reference implementation.
 *
 * @example
 * writeGraph({
 *   inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
 *   outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
 *   nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }],
 * }).length; // => 75
 */
export function writeGraph({ inputs, outputs, nodes, initializers = [], opset = 17 }: Graph): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytesField(1, writeNode(node))),
    textField(2, 'graph'),
    ...initializers.map((initializer) => bytesField(5, writeInitializer(initializer))),
    ...inputs.map((input) => bytesField(11, writeValue(input))),
    ...outputs.map((output) => bytesField(12, writeValue(output))),
  );
  return message(
    integerField(1, intermediateRepresentation),
    textField(2, 'tiny-onnx'),
    bytesField(7, graph),
    bytesField(8, integerField(2, opset)),
  );
}

function writeNode({ op, inputs, outputs, attributes = {} }: GraphNode): Uint8Array {
  return message(
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, writeAttribute(name, value))),
  );
}

function writeAttribute(name: string, value: Attribute): Uint8Array {
  const [type, content] = attributeContent(value);
  return message(textField(1, name), content, integerField(20, type));
}

function attributeContent(value: Attribute): [number, Uint8Array] {
  if (typeof value === 'number') return [attributeTypes.integer, integerField(3, value)];
  if (typeof value === 'string') return [attributeTypes.text, textField(4, value)];
  if ('float' in value) return [attributeTypes.float, floatField(2, value.float)];
  return [attributeTypes.integers, message(...value.map((item) => integerField(8, item)))];
}

function writeInitializer({ name, dims, data, externalFile }: Initializer): Uint8Array {
  const content =
    externalFile === undefined ? [bytesField(9, littleEndian(data))] : writeExternal(externalFile, data.byteLength);
  return message(
    ...dims.map((size) => integerField(1, size)),
    integerField(2, elementTypes[data instanceof Float32Array ? 'float32' : 'int64']),
    textField(8, name),
    ...content,
  );
}

function writeExternal(location: string, length: number): Uint8Array[] {
  const entries = Object.entries({ location, offset: '0', length: String(length) });
  return [
    ...entries.map(([key, value]) => bytesField(13, message(textField(1, key), textField(2, value)))),
    integerField(14, externalLocation),
  ];
}

function writeValue({ name, type, dims }: GraphValue): Uint8Array {
  const sizes = dims.map((size) => (typeof size === 'number' ? integerField(1, size) : textField(2, size)));
  const shape = message(...sizes.map((size) => bytesField(1, size)));
  const tensor = message(integerField(1, elementTypes[type]), bytesField(2, shape));
  return message(textField(1, name), bytesField(2, bytesField(1, tensor)));
}
