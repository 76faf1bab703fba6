import type { CustomRerankerModel } from '../supported-reranker-model.ts';

/** Alibaba's Qwen3, a decoder, converted to return one logit. */
export const qwen: readonly CustomRerankerModel[] = [
  {
    model: 'Qwen/Qwen3-Reranker-0.6B',
    description:
      'Decoder that follows an instruction, multilingual, up to 32768 tokens; slow on a CPU. Export by shawnw3i with one logit and 16-bit weights.',
    license: 'apache-2.0',
    sizeInGB: 1.19,
    sources: { hf: 'shawnw3i/Qwen3-Reranker-0.6B-seq-cls-ONNX' },
    modelFile: 'model.onnx',
    pairTemplate: {
      text:
        '<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct provided. Note that the answer can only be "yes" or "no".<|im_end|>\n' +
        '<|im_start|>user\n<Instruct>: {instruction}\n<Query>: {query}\n<Document>: {document}<|im_end|>\n' +
        '<|im_start|>assistant\n<think>\n\n</think>\n\n',
      instruction: 'Given a web search query, retrieve relevant passages that answer the query',
    },
    factsFrom:
      'Qwen/Qwen3-Reranker-0.6B: card (template, instruction); shawnw3i/Qwen3-Reranker-0.6B-seq-cls-ONNX at e5d273d (model.onnx, 1192779696 bytes, one logit, float16), from tomaarsen/Qwen3-Reranker-0.6B-seq-cls; huggingface/sentence-transformers tests (the same template)',
  },
];
