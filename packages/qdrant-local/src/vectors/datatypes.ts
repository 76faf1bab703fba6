/** How the elements of a stored dense vector are kept, in Qdrant's spelling. */
export type Datatype = 'float32' | 'float16' | 'uint8';

/** Every {@link Datatype}. */
export const datatypes: readonly Datatype[] = ['float32', 'float16', 'uint8'];
