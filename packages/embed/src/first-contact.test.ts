// What newcomers do wrong is answered by what to do.
// By its own name: the session's worker can only be started from built files.
import {
  HybridTextEmbedding,
  LateInteractionTextEmbedding,
  SparseTextEmbedding,
  StaticTextEmbedding,
  TextEmbedding,
} from '@x/embed';
import { expect, test } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';

test('a class is not made by `new`, and says to load it', () => {
  const made = {
    TextEmbedding,
    LateInteractionTextEmbedding,
    SparseTextEmbedding,
    StaticTextEmbedding,
    HybridTextEmbedding,
  };
  for (const [className, loaded] of Object.entries(made)) {
    const Made = loaded as unknown as new (given?: unknown) => object;
    for (const given of [undefined, name, { model: name }]) {
      expect(() => new Made(given)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
      expect(() => new Made(given)).toThrow(`Use \`await ${className}.load(modelName)\` in place of \`new\`.`);
    }
  }
});
