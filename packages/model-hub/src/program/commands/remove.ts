import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelUnavailableError } from '@x/core';
import { listCachedRepositories } from '../../cache/cached-repositories.ts';
import { repositoryCache } from '../../cache-layout.ts';
import { findWanted } from '../wanted-model.ts';
import type { Command } from '../command.ts';

/** Takes models out of the cache, all their revisions; installed packages stay. All names are looked up before anything goes. */
export const remove: Command = async ({ names, cacheDir, ...context }) => {
  const cached = await listCachedRepositories(cacheDir);
  const found = names.flatMap((name) => {
    const wanted = findWanted(name, context);
    // All that a look into the cache would find by this name.
    const match = cached.filter(({ repository }) => repository.toLowerCase() === wanted.repository.toLowerCase());
    if (match.length > 0) return match.map(({ repository }) => repository);
    throw new ModelUnavailableError({
      model: wanted.name,
      attempts: [`cache: ${repositoryCache(cacheDir, wanted.repository).directory} holds no snapshot`],
      advice: 'Models of installed packages go with "npm uninstall".',
    });
  });
  for (const repository of found) {
    const { directory } = repositoryCache(cacheDir, repository);
    // The refs first: a removal that is cut short leaves no model that looks complete.
    await rm(join(directory, 'refs'), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
    // Python's.
    await rm(join(cacheDir, '.locks', basename(directory)), { recursive: true, force: true });
  }
  return { data: found, text: found.map((name) => `${name} is removed.`).join('\n'), isOk: true };
};
