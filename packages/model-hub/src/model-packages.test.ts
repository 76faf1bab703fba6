import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { type Int8Matrix, readInt8Matrices } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest.ts';
import { dtypeOf } from './model-dtype.ts';
import { resolveModel } from './resolve-model.ts';

const packagesFolder = fileURLToPath(new URL('../../../models/', import.meta.url));
const entries = await readdir(packagesFolder, { withFileTypes: true });
const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

describe.each(names)('the model package %s', (name) => {
  const folder = join(packagesFolder, name);

  it('contains every file of its manifest, byte for byte', async () => {
    const manifest = await readManifest(folder);
    expect(manifest?.files.length).toBeGreaterThan(0);
    for (const { path, size, sha256 } of manifest?.files ?? []) {
      const content = await readFile(join(folder, path));
      const found = { path, size: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
      expect(found).toEqual({ path, size, sha256 });
    }
  });

  it('publishes exactly the manifest’s files, the manifest, package.json and README.md', async () => {
    const manifest = await readManifest(folder);
    const expected = [...(manifest?.files ?? []).map(({ path }) => path), 'manifest.json', 'package.json', 'README.md'];
    const command = promisify(execFile);
    // npm is a script on Windows and needs a shell. The arguments are constant.
    const { stdout } = await command('npm pack --dry-run --json --ignore-scripts', { cwd: folder, shell: true });
    const [pack] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
    expect(pack.files.map(({ path }) => path).toSorted()).toEqual(expected.toSorted());
  });

  it('contains only data: no code, scripts or dependencies', async () => {
    const description = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    const logic = ['main', 'module', 'bin', 'scripts', 'dependencies', 'peerDependencies', 'optionalDependencies'];
    expect(Object.keys(description).filter((key) => logic.includes(key))).toEqual([]);
    const manifest = await readManifest(folder);
    expect(String(description.license).toLowerCase()).toBe(manifest?.license);
  });

  it('resolves by the name in its manifest', async () => {
    const manifest = await readManifest(folder);
    const weights = manifest?.files.find(({ path }) => /\.(?:onnx|safetensors)$/.test(path))?.path ?? '';
    const modelFile = weights === 'model.onnx' ? 'onnx/model.onnx' : weights;
    const resolved = await resolveModel(manifest?.model ?? '', { modelFile, modelPath: folder });
    expect(resolved).toMatchObject({
      source: 'path',
      modelFile: join(folder, weights),
      manifest: { model: manifest?.model },
    });
  });

  it('has integer weights whose products do not saturate on any CPU', async () => {
    const manifest = await readManifest(folder);
    for (const { path } of manifest?.files.filter((file) => dtypeOf(file.path) === 'int8') ?? []) {
      const matrices = readInt8Matrices(await readFile(join(folder, path)));
      expect(matrices.length).toBeGreaterThan(0);
      for (const matrix of matrices) expect([matrix.name, saturatingPairs(matrix)]).toEqual([matrix.name, 0]);
    }
  });
});

/**
 * Counts the pairs of weights whose products with two bytes may not fit into 16 bits. CPUs without VNNI multiply two neighbors of a column and add
 * the products with saturation (`vpmaddubsw`), so their sum would differ from that of other CPUs.
 */
function saturatingPairs({ rows, columns, values }: Int8Matrix): number {
  let count = 0;
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column++) {
      const pair = [values[row * columns + column]!, values[(row + 1) * columns + column] ?? 0];
      const most = pair.reduce((sum, weight) => sum + 255 * Math.max(weight, 0), 0);
      const least = pair.reduce((sum, weight) => sum + 255 * Math.min(weight, 0), 0);
      if (most > 32_767 || least < -32_768) count++;
    }
  }
  return count;
}
