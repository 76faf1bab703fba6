import { expect, it } from 'vitest';

import { scriptedService } from '../__tests__/scripted-service.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import { parseSearchArguments } from '../arguments/search-arguments.ts';
import { openIndex } from './open-index.ts';

it('loads the models of a service again after it refused them', async () => {
  await using folder = await temporaryFolder();
  await using service = await scriptedService({ data: [{ index: 0, embedding: [1, 0] }] });
  const args = parseSearchArguments(['--embed-url', service.url, '--model', 'some-model', folder.path]);
  const opening = { cwd: folder.path, env: {} };
  {
    await using created = await openIndex(args, opening);
    await created.index.addRoots([folder.path]);
  }
  await using opened = await openIndex(args, opening);
  service.status = 403;
  await expect(opened.models()).rejects.toThrow('answered HTTP 403');
  service.status = 200;
  const { embedder } = await opened.models();
  expect(embedder.dimension).toBe(2);
});
