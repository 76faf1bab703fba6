import { tokenPoolings } from '@x/onnx-runtime';

/** How a text's token vectors become one vector: their mean, the first token's, the last token's, or `none` if the graph pools them. */
export type Pooling = (typeof poolings)[number];

/** All poolings. */
export const poolings: readonly ['mean', 'cls', 'lastToken', 'none'] = [...tokenPoolings, 'none'];
