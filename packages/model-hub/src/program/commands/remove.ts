import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelUnavailableError } from '@x/core';
import { listCachedRepositories } from '../../cache/cached-repositories.ts';
import { repositoryCache } from '../../cache/cache-layout.ts';
import { findWanted } from '../wanted-model.ts';
import type { Command } from '../command.ts';

/** Removes all revisions of models from the cache. Installed packages stay. All names are checked before anything is removed. */
export const remove: Command = async ({ names, cacheDir, ...context }) => {
  const cached = await listCachedRepositories(cacheDir);
  const found = names.flatMap((name) => {
    const wanted = findWanted(name, context);
    // Remove every folder that a search of the cache would find by this name.
    const match = cached.filter(({ repository }) => repository.toLowerCase() === wanted.repository.toLowerCase());
    if (match.length > 0) return match.map(({ repository }) => repository);
    throw new ModelUnavailableError({
      model: wanted.name,
      attempts: [`cache: ${repositoryCache(cacheDir, wanted.repository).directory} contains no snapshot`],
      advice: 'Remove models of installed packages with "npm uninstall".',
    });
  });
  for (const repository of found) {
    const { directory } = repositoryCache(cacheDir, repository);
    // Remove the refs first, so that an interrupted removal leaves no model that looks complete.
    await rm(join(directory, 'refs'), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
    // Locks of Python's huggingface_hub.
    await rm(join(cacheDir, '.locks', basename(directory)), { recursive: true, force: true });
  }
  return { data: found, text: found.map((name) => `${name} is removed.`).join('\n'), isOk: true };
};
