import { lengthDelimited, readField } from './protobuf.ts';

type Message = 'model' | 'function' | 'graph' | 'node' | 'attribute' | 'tensor' | 'entry';

/** Fields that lead to tensors, by field number (onnx/onnx.proto). */
const fields: Readonly<Record<Exclude<Message, 'entry'>, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 25: 'function' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: { 13: 'entry' },
};

/** Returns the files in which a graph stores parts of its weights, without duplicates, spelled as in the graph. */
export function externalDataOf(model: Uint8Array): string[] {
  const locations = new Set<string>();
  collect(model, 'model', locations);
  return [...locations];
}

function collect(bytes: Uint8Array, message: Message, locations: Set<string>): void {
  if (message === 'entry') {
    const [key, value] = stringsOf(bytes);
    if (key === 'location' && value !== undefined) locations.add(value);
    return;
  }
  for (const { number, content } of partsOf(bytes)) {
    const part = fields[message][number];
    if (part !== undefined) collect(content, part, locations);
  }
}

/** Returns the key and the value of a `StringStringEntryProto`. */
function stringsOf(bytes: Uint8Array): (string | undefined)[] {
  const parts = [...partsOf(bytes)];
  return [1, 2].map((wanted) => {
    const part = parts.find(({ number }) => number === wanted);
    return part && new TextDecoder().decode(part.content);
  });
}

function* partsOf(bytes: Uint8Array): Generator<{ readonly number: number; readonly content: Uint8Array }> {
  for (let start = 0; start < bytes.length;) {
    const field = readField(bytes, start);
    // Stops at damaged data: ONNX Runtime refuses the file and gives a reason.
    if (field === undefined) return;
    const { tag, headerSize, size } = field;
    if (tag % 8 === lengthDelimited) {
      yield { number: Math.floor(tag / 8), content: bytes.subarray(start + headerSize, start + size) };
    }
    start += size;
  }
}
