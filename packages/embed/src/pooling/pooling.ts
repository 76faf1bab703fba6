import { tokenPoolings } from '@x/onnx-runtime';

/** How the vectors of a text's tokens become one: their mean, the first token's, the last token's, or `none`: the graph has done it. */
export type Pooling = (typeof poolings)[number];

/** Every way of pooling. */
export const poolings: readonly ['mean', 'cls', 'lastToken', 'none'] = [...tokenPoolings, 'none'];
