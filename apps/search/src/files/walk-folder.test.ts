import { execFile } from 'node:child_process';
import { chmod, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import { type UnreadablePath, walkFolder } from './walk-folder.ts';

const run = promisify(execFile);

async function namesIn(root: string, from = root): Promise<string[]> {
  const names: string[] = [];
  const onUnreadable = ({ path }: UnreadablePath): never => expect.fail(`${path} is unreadable`);
  for await (const { path } of walkFolder(root, { onUnreadable })) names.push(relative(from, path));
  return names;
}

async function namesOfGit(repository: string): Promise<string[]> {
  const args = ['ls-files', '--others', '--cached', '--exclude-standard', '-z'];
  // Keeps the git configuration of this machine from adding rules.
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: repository };
  await run('git', ['init', '--quiet', repository], { env });
  const { stdout } = await run('git', args, { cwd: repository, env });
  return stdout.split('\0').filter((name) => name !== '' && !/(^|\/)\./.test(name));
}

describe('walkFolder', () => {
  it('yields files in the order of their names, before the files of subfolders', async () => {
    await using folder = await temporaryFolder({ 'b.md': '', 'a/z.md': '', 'c.txt': '', 'a/b/y.md': '' });
    expect(await namesIn(folder.path)).toEqual(['b.md', 'c.txt', 'a/z.md', 'a/b/y.md']);
  });

  it('yields only the files at or below `within`, by the rules of the folder', async () => {
    await using folder = await temporaryFolder({ 'a/b/y.md': '', 'a/b.md': '', 'a/bc/x.md': '', '.ignore': 'y.md' });
    const within = async (name: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const { path } of walkFolder(folder.path, { onUnreadable: () => {}, within: join(folder.path, name) }))
        names.push(relative(folder.path, path));
      return names;
    };
    expect(await within('a')).toEqual(['a/b.md', 'a/bc/x.md']);
    expect(await within('a/b.md')).toEqual(['a/b.md']);
    for (const name of ['a/b', 'a/b/y.md', 'a/c', '.ignore']) expect(await within(name)).toEqual([]);
  });

  it('yields a file that is the root, even if a rule ignores it', async () => {
    await using folder = await temporaryFolder({ '.git/x': '', '.gitignore': 'a.md', 'a.md': 'four' });
    const found = [];
    for await (const file of walkFolder(join(folder.path, 'a.md'), { onUnreadable: () => {} })) found.push(file);
    expect(found).toEqual([{ path: join(folder.path, 'a.md'), size: 4, modifiedMs: expect.any(Number) as number }]);
  });

  it('ignores hidden files, installed packages and the index itself', async () => {
    await using folder = await temporaryFolder({
      '.env': '',
      '.x-search/settings.json': '',
      'node_modules/a/readme.md': '',
      'a/node_modules/b.md': '',
      'a/.hidden/c.md': '',
      'a.md': '',
    });
    expect(await namesIn(folder.path)).toEqual(['a.md']);
  });

  it('applies the rules of the repository around the folder', async () => {
    await using folder = await temporaryFolder({
      '.git/x': '',
      '.gitignore': 'docs/private',
      'docs/private/a.md': '',
      'docs/b.md': '',
    });
    expect(await namesIn(join(folder.path, 'docs'))).toEqual(['b.md']);
  });

  it('walks a root folder that git ignores', async () => {
    await using folder = await temporaryFolder({
      '.git/x': '',
      '.gitignore': 'notes',
      'notes/a.md': '',
      'notes/.gitignore': 'b.md',
      'notes/b.md': '',
    });
    expect(await namesIn(join(folder.path, 'notes'))).toEqual(['a.md']);
  });

  it('does not follow symbolic links', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': '', 'secret.md': '' });
    await symlink(folder.path, join(folder.path, 'docs/circle'));
    await symlink(join(folder.path, 'secret.md'), join(folder.path, 'docs/link.md'));
    expect(await namesIn(join(folder.path, 'docs'))).toEqual(['a.md']);
  });

  it.skipIf(process.getuid?.() === 0)('reports an unreadable folder and continues', async () => {
    await using folder = await temporaryFolder({ 'locked/a.md': '', 'open/b.md': '' });
    await chmod(join(folder.path, 'locked'), 0);
    const unreadable: string[] = [];
    const found = [];
    for await (const file of walkFolder(folder.path, { onUnreadable: ({ path }) => void unreadable.push(path) }))
      found.push(file.path);
    await chmod(join(folder.path, 'locked'), 0o700);
    expect(found).toEqual([join(folder.path, 'open/b.md')]);
    expect(unreadable).toEqual([join(folder.path, 'locked')]);
  });

  it('rejects when the folder does not exist', async () => {
    await expect(namesIn('/no/such/folder')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('rejects when the signal is aborted', async () => {
    await using folder = await temporaryFolder({ 'a/b.md': '' });
    const walk = walkFolder(folder.path, { onUnreadable: () => {}, signal: AbortSignal.abort(new Error('enough')) });
    await expect(walk.next()).rejects.toThrow('enough');
  });

  it('yields the contents of a folder that a deeper rule includes again', async () => {
    await using folder = await temporaryFolder({ '.git/x': '', '.gitignore': 'a', 'b/.gitignore': '!a', 'b/a/c.md': '', 'a/d.md': '', '[b]/.gitignore': '/e', '[b]/e': '', '[b]/f': '', 'b/e': '' }); // prettier-ignore
    expect(await namesIn(folder.path)).toEqual(['[b]/f', 'b/e', 'b/a/c.md']);
  });

  it.each(['!', '!/', '! ', '!/ ', '/', ' ', ''])(
    'ignores the blank rule %j in a subfolder, as git does',
    async (rule) => {
      await using folder = await temporaryFolder({ '.gitignore': '*.md', 'a/.gitignore': rule, 'a/b.md': '', 'a/b.txt': '' }); // prettier-ignore
      expect(await namesIn(folder.path)).toEqual(['a/b.txt']);
      expect(await namesOfGit(folder.path)).toEqual(['a/b.txt']);
    },
  );

  it('yields the same files as git for random rules', async () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.md', 'b.txt', 'build', 'Ä.md');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const rule = fc
      .record({
        isNegated: fc.boolean(),
        pattern: fc.oneof(
          path,
          fc.constantFrom(
            '*',
            '*.md',
            '**/a',
            'a/**',
            '[ab]',
            '?',
            'build/',
            '/a',
            '\\a',
            'a*/b',
            '# a',
            '',
            '\\!a',
            'a/',
            'b/*',
            '!',
            '/',
            ' ',
            'A',
            'B.txt',
          ),
        ),
        isRooted: fc.boolean(),
      })
      .map(({ isNegated, pattern, isRooted }) => `${isNegated ? '!' : ''}${isRooted ? '/' : ''}${pattern}`);
    const rules = fc.array(rule, { maxLength: 4 }).map((lines) => lines.join('\n'));
    const scene = fc.record({
      files: fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
      ignores: fc.dictionary(fc.constantFrom('', 'a/', 'b/', 'ab/'), rules),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ files, ignores }) => {
        // A path cannot be both a file and a folder.
        const clear = files.filter((file) => !files.some((other) => other.startsWith(`${file}/`)));
        const folders = Object.entries(ignores).filter(
          ([folder]) =>
            !clear.some((file) => `${file}/`.startsWith(folder) && folder !== '' && file === folder.slice(0, -1)),
        );
        await using tree = await temporaryFolder({
          ...Object.fromEntries(clear.map((file) => [file, 'x'])),
          ...Object.fromEntries(folders.map(([folder, text]) => [`${folder}.gitignore`, text])),
        });
        const expected = await namesOfGit(tree.path);
        expect((await namesIn(tree.path)).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
