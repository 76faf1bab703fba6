// Writes and reads protobuf messages to the extent that ONNX files need (protobuf.dev/programming-guides/encoding).
const varintType = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** Concatenates the fields of a message. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(fields));
}

/** Writes an integer field. Negative numbers are in 64-bit two's complement. */
export function integerField(field: number, value: number | bigint): Uint8Array {
  return message(tag(field, varintType), varint(BigInt.asUintN(64, BigInt(value))));
}

/** Writes a field with a 32-bit float. */
export function floatField(field: number, value: number): Uint8Array {
  return message(tag(field, fixed32), littleEndian(Float32Array.of(value)));
}

/** Writes a field with bytes or another message. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return message(tag(field, lengthDelimited), varint(BigInt(bytes.length)), bytes);
}

/** Writes a field with a string. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, Buffer.from(text));
}

/** Returns the bytes of an array in memory. ONNX requires little-endian, which all platforms of ONNX Runtime are. */
export function littleEndian({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A field of a message: an integer or bytes. */
export interface ReadField {
  readonly field: number;
  /** 0 for a field of bytes. */
  readonly value: number;
  /** A view of the message; empty for an integer. */
  readonly bytes: Uint8Array;
}

/** Returns the integer and byte fields of a message in their order. Skips 32-bit and 64-bit fields. */
export function readFields(content: Uint8Array): ReadField[] {
  const fields: ReadField[] = [];
  for (let at = 0; at < content.length;) {
    const head = readVarint(content, at);
    const length = readVarint(content, head.end);
    const field = Math.floor(head.value / 8);
    const type = head.value % 8;
    if (type === lengthDelimited) {
      at = length.end + length.value;
      fields.push({ field, value: 0, bytes: content.subarray(length.end, at) });
    } else if (type === varintType) {
      at = length.end;
      fields.push({ field, value: length.value, bytes: content.subarray(0, 0) });
    } else {
      at = head.end + (type === fixed32 ? 4 : 8);
    }
  }
  return fields;
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start; ; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(BigInt(field * 8 + wireType));
}

/** Writes groups of seven bits, lowest first. A set high bit means that another group follows. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}
