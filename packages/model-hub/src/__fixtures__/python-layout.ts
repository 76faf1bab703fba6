import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createContentHash } from '../content-hash.ts';
import pythonCache from './python-cache.json' with { type: 'json' };
import sharedCache from './python-shared-cache.json' with { type: 'json' };
import { tinyRepository } from './tiny-model.ts';

/** The entry at one path of a recorded cache. */
type RecordedEntry =
  | { readonly link: string }
  | { readonly text: string }
  /** `content` is the path of the file in the repository, when the name does not identify it. */
  | { readonly size: number; readonly content?: string };

const recordings: Readonly<Record<'plain' | 'shared', Readonly<Record<string, RecordedEntry>>>> = {
  plain: pythonCache.files,
  shared: sharedCache.files,
};

/** Recreates below `root` a cache of Python's huggingface_hub from a recorded listing. `shared` includes its store for all repositories. */
export async function writePythonCache(root: string, layout: 'plain' | 'shared' = 'plain'): Promise<void> {
  for (const [path, entry] of Object.entries(recordings[layout])) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if ('link' in entry) await symlink(entry.link, place, 'file');
    else if ('text' in entry) await writeFile(place, entry.text);
    else await writeFile(place, (entry.content ? tinyRepository[entry.content] : contents.get(basename(path))) ?? '');
  }
}

/** The contents of the files by blob name. */
const contents = new Map(
  Object.values(tinyRepository).flatMap((content) =>
    [40, 64].map((digits) => {
      const hash = createContentHash({ oid: '0'.repeat(digits), size: content.byteLength });
      hash.update(content);
      return [hash.digest(), content] as const;
    }),
  ),
);
