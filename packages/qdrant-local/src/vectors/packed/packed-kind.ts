import type { Datatype, PackedKind, VectorParams } from '../../requests/types/vector-types.ts';
import { isSmallerBetter } from '../distances.ts';

const kindOfDatatype: Readonly<Record<Datatype, PackedKind>> = {
  float32: 'float32',
  float16: 'float16',
  uint8: 'uint8',
  turbo4: 'int4',
  turbo8: 'int8',
  turbo16: 'float16',
};

/**
 * Returns how an `on_disk` multivector with these settings stores its rows, or `undefined` for anything else.
 *
 * A quantization takes precedence over the datatype, but only when similarities are dot products: there are no kernels over
 * codes for Euclid and Manhattan. Product quantization is ignored.
 */
export function packedKindOf(params: VectorParams): PackedKind | undefined {
  const { distance, datatype, multivector_config: comparator, on_disk: isOnDisk, quantization_config: config } = params;
  if (isOnDisk !== true || (comparator ?? undefined) === undefined) return undefined;
  const ofDatatype = kindOfDatatype[datatype ?? 'float32'];
  if (isSmallerBetter(distance)) return ofDatatype === datatype ? ofDatatype : 'float32';
  return kindOfQuantization(config ?? {}) ?? ofDatatype;
}

function kindOfQuantization(config: object): PackedKind | undefined {
  if ('binary' in config) return 'bit1';
  if ('scalar' in config) return 'int8';
  return 'turbo' in config ? kindOfTurbo(config.turbo) : undefined;
}

/** A server defaults to four bits (qdrant/qdrant lib/segment/src/types.rs, `TurboQuantBitSize`). */
function kindOfTurbo(turbo: unknown): PackedKind {
  const bits = (turbo as { readonly bits?: unknown } | null)?.bits ?? 'bits4';
  if (bits === 'bits1') return 'bit1';
  return bits === 'bits8' ? 'int8' : 'int4';
}
