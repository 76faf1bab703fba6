// Wire types of protobuf's encoding (protobuf.dev/programming-guides/encoding).
export const varint = 0;
const fixed64 = 1;
export const lengthDelimited = 2;
const fixed32 = 5;

/** A field of a message. */
export interface ProtobufField {
  /** Field number x 8 + wire type. */
  readonly tag: number;
  /** Bytes before the content. */
  readonly headerSize: number;
  /** Bytes of the field, header included. */
  readonly size: number;
}

/** Reads the field whose header starts at `start`. Returns `undefined` when it cannot be read. */
export function readField(bytes: Uint8Array, start = 0): ProtobufField | undefined {
  const header = readVarint(bytes, start);
  if (header === undefined) return undefined;
  const { value: tag, end } = header;
  const headerSize = end - start;
  switch (tag % 8) {
    case varint: {
      const value = readVarint(bytes, end);
      return value && { tag, headerSize, size: value.end - start };
    }
    case fixed64:
      return { tag, headerSize, size: headerSize + 8 };
    case fixed32:
      return { tag, headerSize, size: headerSize + 4 };
    case lengthDelimited: {
      const length = readVarint(bytes, end);
      return length && { tag, headerSize: length.end - start, size: length.end - start + length.value };
    }
    default:
      return undefined;
  }
}

/** Reads little-endian groups of seven bits. A set high bit means that another group follows. */
function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = start; index < Math.min(bytes.length, start + 10); index++) {
    const byte = bytes[index]!;
    value += (byte & 0x7f) * 2 ** (7 * (index - start));
    if (byte < 0x80) return { value, end: index + 1 };
  }
  return undefined;
}
