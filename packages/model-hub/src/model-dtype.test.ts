import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dtypeOf, filesForDtype, modelDtypes, modelFileFor } from './model-dtype.ts';

describe('modelFileFor', () => {
  it.each([
    ['onnx/model.onnx', 'fp16', 'onnx/model_fp16.onnx'],
    ['onnx/model.onnx', 'q8', 'onnx/model_quantized.onnx'],
    ['onnx/model_quantized.onnx', 'fp32', 'onnx/model.onnx'],
    ['model_optimized.onnx', 'int8', 'model_int8.onnx'],
    ['text_model.onnx', 'q4f16', 'text_model_q4f16.onnx'],
  ] as const)('turns %s into the %s file %s', (file, dtype, expected) => {
    expect(modelFileFor(file, dtype)).toBe(expected);
  });

  it('returns the same file whether or not the path already names a format', () => {
    const dtype = fc.constantFrom(...modelDtypes);
    fc.assert(
      fc.property(dtype, dtype, (one, other) => {
        expect(modelFileFor(modelFileFor('onnx/model.onnx', one), other)).toBe(modelFileFor('onnx/model.onnx', other));
      }),
    );
  });
});

describe('dtypeOf', () => {
  it('returns the format of a file name from modelFileFor', () => {
    for (const dtype of modelDtypes) expect(dtypeOf(modelFileFor('onnx/model.onnx', dtype))).toBe(dtype);
  });

  it('returns fp32 for names without a format', () => {
    for (const file of ['model.onnx', 'model_optimized.onnx', 'int8.onnx', 'weights'])
      expect(dtypeOf(file)).toBe('fp32');
  });
});

describe('filesForDtype', () => {
  const data = 'onnx/model.onnx_data';
  it.each([
    ['fp32', [data, 'words.json'], [data, 'words.json'], false],
    ['fp32', ['words.json'], ['words.json'], true],
    ['fp16', [data, 'words.json'], ['words.json'], true],
    ['fp16', [], [], true],
  ] as const)(
    'for %s turns the files %j into %j, and searches for other external data: %j',
    (dtype, listed, wanted, isLookedFor) => {
      const files = filesForDtype({ modelFile: 'onnx/model.onnx', additionalFiles: listed }, dtype);
      expect(files).toMatchObject({ additionalFiles: wanted, externalData: isLookedFor, exactFile: true });
    },
  );
});
