import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const manifestUrl = new URL(import.meta.resolve('@x/model-all-minilm-l6-v2/manifest.json'));
const manifest: { model: string; files: { path: string; sha256: string }[] } = JSON.parse(
  readFileSync(manifestUrl, 'utf8'),
);
console.log(manifest.model); // => sentence-transformers/all-MiniLM-L6-v2
const hashes = manifest.files.map(({ path }) => createHash('sha256').update(readFileSync(new URL(path, manifestUrl))));
console.log(hashes.every((hash, index) => hash.digest('hex') === manifest.files[index]?.sha256)); // => true
