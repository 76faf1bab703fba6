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
 * How the rows of a multivector with these settings are kept when it is `on_disk`; `undefined` for anything else than an
 * on-disk multivector.
 *
 * A quantization goes before the datatype, but only where similarities are dot products: for Euclid and Manhattan there are
 * no kernels over codes. Product quantization is ignored.
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

/** Four bits are a server's default (qdrant/qdrant lib/segment/src/types.rs, `TurboQuantBitSize`). */
function kindOfTurbo(turbo: unknown): PackedKind {
  const bits = (turbo as { readonly bits?: unknown } | null)?.bits ?? 'bits4';
  if (bits === 'bits1') return 'bit1';
  return bits === 'bits8' ? 'int8' : 'int4';
}
