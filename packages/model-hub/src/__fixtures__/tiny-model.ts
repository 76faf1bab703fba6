import { createHash } from 'node:crypto';

/** A repository with the layout of a real one. Its files arrive in several blocks but contain no model. */
export const tinyRepository: Readonly<Record<string, Uint8Array>> = {
  'onnx/model.onnx': bytes(300_000),
  'onnx/model.onnx_data': bytes(1000),
  'tokenizer.json': Buffer.from('{"version":"1.0"}'),
  'tokenizer_config.json': Buffer.from('{"model_max_length":256}'),
  'config.json': Buffer.from('{"pad_token_id":0}'),
  'README.md': Buffer.from('# Tiny'),
  'pytorch_model.bin': bytes(2000),
};

/** Returns the `manifest.json` of a model package for these files. `reads` lists the graphs whose bytes a graph refers to. */
export function manifestOf(
  model: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  reads: Readonly<Record<string, readonly string[]>> = {},
): string {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    size: Buffer.from(content).byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    ...(path in reads && { reads: reads[path] }),
  }));
  return JSON.stringify({ model, license: 'mit', dim: 3, max_length: 256, pooling: 'mean', normalize: true, files: entries });
}

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7) % 251);
}
