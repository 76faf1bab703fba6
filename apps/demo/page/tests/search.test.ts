import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { deferred } from './support/deferred.ts';
import { FakeDemo } from './support/fake-demo.ts';

describeInBrowser('searching on the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  it('asks the first suggestion by itself, reranked, with ten candidates', async () => {
    await using opened = await open(demo.url);
    await opened.page.getByText('climbs from 10th to 1st').waitFor();
    expect(demo.searches).toEqual([
      { query: 'a strong figure', collection: 'movies', firstStage: 'dense', rerank: true, candidates: 10 },
    ]);
  });

  it('asks what is typed, and a suggestion at a click', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByRole('searchbox').fill('  something else ');
    await page.keyboard.press('Enter');
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('something else');
    await page.getByRole('button', { name: 'toys that come alive' }).click();
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('toys that come alive');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('toys that come alive');
  });

  it('changes the way of searching with the switches, and keeps it in the address', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('BM25', { exact: true }).click();
    await expect.poll(() => demo.searches.at(-1)?.firstStage).toBe('words');
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await page.getByText('in the order of the first stage (BM25)').waitFor();
    await page.getByRole('slider', { name: 'Candidates' }).fill('4');
    await expect.poll(() => demo.searches.at(-1)?.candidates).toBe(4);
    await expect.poll(() => new URL(page.url()).search).toBe('?first=words&rerank=off&candidates=4');
    await page.reload();
    await page.getByText('4 texts, in the order of the first stage (BM25)').waitFor();
  });

  it('keeps fewer of the candidates without asking again', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results tbody tr').nth(9).waitFor();
    await page.getByRole('slider', { name: 'Keep the best' }).fill('3');
    await page.getByText('The best 3 of 10 candidates').waitFor();
    await expect.poll(() => page.locator('.results tbody tr').count()).toBe(3);
    await expect.poll(() => page.locator('.bump-after [role=option]').count()).toBe(10);
    expect(demo.searches).toHaveLength(1);
  });

  it('compares the three first stages at one click', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await page.getByText('Compare', { exact: true }).click();
    await page.locator('.compare .bump').nth(2).waitFor();
    // Dense had answered that already.
    expect(demo.searches.map(({ firstStage }) => firstStage)).toEqual(['dense', 'words', 'hybrid']);
    await page.locator('.compare .bump-after [data-document="2"]').first().hover();
    await expect.poll(() => page.locator('.compare .bump-after [data-document="2"][data-lit=true]').count()).toBe(3);
  });

  it('never lets a late answer overwrite a newer one', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const released = deferred();
    const arrived = deferred();
    await page.route('**/api/search', async (route) => {
      if (route.request().postDataJSON().query !== 'slow') return route.continue();
      await released.promise;
      const answer = { ...(await (await route.fetch()).json()), documents: [] };
      // The page has given this request up: nobody may be there to take the answer.
      await route.fulfill({ json: answer }).catch(() => undefined);
      arrived.resolve();
    });
    await page.getByRole('searchbox').fill('slow');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.getByRole('searchbox').fill('quick');
    await page.keyboard.press('Enter');
    await page.locator('.result[aria-busy=false]').waitFor();
    released.resolve();
    await arrived.promise;
    expect(await page.locator('.results tbody tr').count()).toBe(10);
    expect(await page.getByRole('searchbox').inputValue()).toBe('quick');
  });

  it.each(['button', 'Escape'])('cancels by %s, says so, and searches again on demand', async (means) => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const gaveUp = page.waitForEvent('requestfailed');
    await page.route('**/api/search', () => undefined, { times: 1 });
    await page.getByRole('searchbox').fill('slow');
    await page.keyboard.press('Enter');
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await cancel.waitFor();
    if (means === 'button') await cancel.click();
    else await page.keyboard.press('Escape');
    await page.getByText('Cancelled: this is the answer before.').waitFor();
    expect((await gaveUp).url()).toContain('/api/search');
    await page.getByRole('button', { name: 'Search again' }).click();
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('slow');
    await page.getByText('Cancelled').waitFor({ state: 'detached' });
  });

  it("shows the server's sentence when it refuses, and tries again", async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const failure = { error: { code: 'busy', message: 'The demo is busy. Try again in a second.' } };
    await page.route('**/api/search', (route) => route.fulfill({ status: 429, json: failure }), { times: 1 });
    await page.getByRole('searchbox').fill('another');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The demo is busy. Try again in a second.' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(demo.searches.at(-1)?.query).toBe('another');
  });

  it('says that the demo is gone, connects again by itself, and asks what had no answer', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await demo.close();
    await page.getByText('The demo is not heard.').waitFor();
    await page.getByRole('searchbox').fill('anybody there');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The demo does not answer.' }).waitFor();
    await demo.listen();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByText('The demo is not heard.').waitFor({ state: 'detached' });
    expect(demo.searches.at(-1)?.query).toBe('anybody there');
  });

  it('asks nothing for an empty query, and says what to do', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await page.getByRole('searchbox').fill('   ');
    await page.keyboard.press('Enter');
    await page.getByText('Type what you are looking for').waitFor();
    expect(demo.searches).toHaveLength(1);
  });

  it('says what a result comes to when nothing was found, or nothing climbs', async () => {
    demo.setTexts('movies', ['The only text.']);
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('Reranking 1 text lifts none of them: both stages agree.').waitFor();
    demo.setTexts('movies', []);
    await page.getByText('BM25', { exact: true }).click();
    await page.getByText('No text has a word of the query.').waitFor();
    await expect.poll(() => page.getByRole('listbox').count()).toBe(0);
    await expect.poll(() => page.getByRole('table').count()).toBe(0);
  });
});
