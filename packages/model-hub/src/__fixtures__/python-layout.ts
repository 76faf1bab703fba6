import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createContentHash } from '../content-hash.ts';
import pythonCache from './python-cache.json' with { type: 'json' };
import { tinyRepository } from './tiny-model.ts';

/** Makes below `root` what Python's huggingface_hub had made, from the recorded listing. */
export async function writePythonCache(root: string): Promise<void> {
  for (const [path, entry] of Object.entries(pythonCache.files)) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if ('link' in entry) await symlink(entry.link, place, 'file');
    else await writeFile(place, 'text' in entry ? entry.text : (contents.get(basename(path)) ?? ''));
  }
}

/** The files' contents by the names that blobs have. */
const contents = new Map(
  Object.values(tinyRepository).flatMap((content) =>
    [40, 64].map((digits) => {
      const hash = createContentHash({ oid: '0'.repeat(digits), size: content.byteLength });
      hash.update(content);
      return [hash.digest(), content] as const;
    }),
  ),
);
