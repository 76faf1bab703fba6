import { expect, it, vi } from 'vitest';

import { callFake } from '../__tests__/call-app.ts';
import { renderPage } from './render-page.ts';

vi.mock('./render-page.ts', { spy: true });

it('renders the page once, and again after a failure', async () => {
  vi.mocked(renderPage).mockRejectedValueOnce(new Error('too many open files'));
  const call = callFake();
  const statuses = [await call('/docs'), await call('/docs'), await call('/docs')].map(({ status }) => status);
  expect(statuses).toEqual([500, 200, 200]);
  expect(renderPage).toHaveBeenCalledTimes(2);
});
