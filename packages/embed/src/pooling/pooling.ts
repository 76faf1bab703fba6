/** How the vectors of a text's tokens become one: their mean, the first token's, the last token's, or `none`: the graph has done it. */
export type Pooling = 'mean' | 'cls' | 'lastToken' | 'none';

/** Every way of pooling. */
export const poolings: readonly Pooling[] = ['mean', 'cls', 'lastToken', 'none'];
