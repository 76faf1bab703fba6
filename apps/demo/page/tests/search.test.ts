import { deferred } from '@x/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { FakeDemo } from './support/fake-demo.ts';

describeInBrowser('searching on the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  it('starts with the first suggestion, reranked, with ten candidates', async () => {
    await using opened = await open(demo.url);
    await opened.page.getByText('climbs from 10th to 1st').waitFor();
    expect(demo.searches).toEqual([
      { query: 'a strong figure', collection: 'movies', firstStage: 'dense', rerank: true, candidates: 10 },
    ]);
  });

  it('searches for a typed query and for a clicked suggestion', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByRole('searchbox').fill('  something else ');
    await page.keyboard.press('Enter');
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('something else');
    await page.getByRole('button', { name: 'toys that come alive' }).click();
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('toys that come alive');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('toys that come alive');
  });

  it('applies the search options and keeps them in the address', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('BM25', { exact: true }).click();
    await expect.poll(() => demo.searches.at(-1)?.firstStage).toBe('words');
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await page.getByText('it is not among the 10 texts that BM25 found').waitFor();
    await page.getByRole('slider', { name: 'Candidates' }).fill('4');
    await expect.poll(() => demo.searches.at(-1)?.candidates).toBe(4);
    await expect.poll(() => new URL(page.url()).search).toBe('?first=words&rerank=off&candidates=4');
    await page.reload();
    await page.getByText('it is not among the 4 texts that BM25 found').waitFor();
  });

  it('shows fewer of the candidates without a new search', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.locator('.results tbody tr').nth(9).waitFor();
    await page.getByRole('slider', { name: 'Keep the best' }).fill('3');
    await page.getByText('The best 3 of 10 candidates').waitFor();
    await expect.poll(() => page.locator('.results tbody tr').count()).toBe(3);
    await expect.poll(() => page.locator('.bump-after [role=option]').count()).toBe(10);
    expect(demo.searches).toHaveLength(1);
  });

  it('compares the three first stages after one click', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await page.getByText('Compare', { exact: true }).click();
    await page.locator('.compare .bump').nth(2).waitFor();
    // The answer of dense search was already loaded.
    expect(demo.searches.map(({ firstStage }) => firstStage)).toEqual(['dense', 'words', 'hybrid']);
    await page.locator('.compare .bump-after [data-document="2"]').first().hover();
    await expect.poll(() => page.locator('.compare .bump-after [data-document="2"][data-lit=true]').count()).toBe(3);
  });

  it('follows one text through all columns of a comparison and names the columns that lost it', async () => {
    await using opened = await open(`${demo.url}?compare`);
    const { page } = opened;
    await page.locator('.compare .bump').nth(2).waitFor();
    const verdicts = page.locator('.compare .verdict');
    const lit = page.locator('.compare .bump-after [data-lit=true]');
    // The fake demo finds every second text by words. Text 9 is not among them.
    await expect
      .poll(() => verdicts.allInnerTexts())
      .toEqual([
        expect.stringMatching(/^Film 9 .* climbs from 10th to 1st\.$/),
        expect.stringMatching(/^Film 9 .* is lost: it is not among the 10 texts that BM25 found\.$/),
        expect.stringMatching(/^Film 9 .* climbs from 10th to 1st\.$/),
      ]);
    expect(await lit.count()).toBe(2);
    await page.locator('.compare .bump-after [data-document="2"]').first().hover();
    await expect
      .poll(() => verdicts.allInnerTexts())
      .toEqual([
        expect.stringMatching(/^Film 2 .* falls from 3rd to 8th\.$/),
        expect.stringMatching(/^Film 2 .* falls from 2nd to 9th\.$/),
        expect.stringMatching(/^Film 2 .* falls from 3rd to 8th\.$/),
      ]);
  });

  it('does not replace a newer answer with a late one', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const released = deferred();
    const arrived = deferred();
    await page.route('**/api/search', async (route) => {
      if (route.request().postDataJSON().query !== 'slow') return route.continue();
      await released.promise;
      const answer = { ...(await (await route.fetch()).json()), documents: [] };
      // The page has canceled this request, so the response may have no receiver.
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

  it.each(['button', 'Escape'])('cancels a search with %s and can search again', async (means) => {
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
    await page.getByText('Canceled. These are the previous results.').waitFor();
    expect((await gaveUp).url()).toContain('/api/search');
    await page.getByRole('button', { name: 'Search again' }).click();
    await expect.poll(() => demo.searches.at(-1)?.query).toBe('slow');
    await page.getByText('Canceled').waitFor({ state: 'detached' });
  });

  it('shows the message of a refusal and can try again', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const failure = { error: { code: 'busy', message: 'The demo is busy. Try again in a second.' } };
    await page.route('**/api/search', (route) => route.fulfill({ status: 429, json: failure }), { times: 1 });
    await page.getByRole('searchbox').fill('another');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert
      .filter({ hasText: 'The demo is busy. Try again in a second. These are the previous results.' })
      .waitFor();
    await page.locator('.result[data-previous=true]').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.result[data-previous=false]').waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(demo.searches.at(-1)?.query).toBe('another');
  });

  it('reports a lost connection, reconnects by itself and repeats the failed search', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await demo.close();
    await page.getByText('The demo is not reachable.').waitFor();
    await page.getByRole('searchbox').fill('after the restart');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The demo does not respond.' }).waitFor();
    expect(await page.locator('.notice').count()).toBe(1);
    await demo.listen();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByText('The demo is not reachable.').waitFor({ state: 'detached' });
    expect(demo.searches.at(-1)?.query).toBe('after the restart');
  });

  it('does not search for an empty query and shows what to do', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    await page.getByRole('searchbox').fill('   ');
    await page.keyboard.press('Enter');
    await page.getByText('Type what you are looking for').waitFor();
    expect(demo.searches).toHaveLength(1);
  });

  it('follows the text that answers a suggestion, whatever its rank', async () => {
    await using opened = await open(`${demo.url}?q=toys+that+come+alive`);
    const { page } = opened;
    await page.getByText('Film 7 is about toys that come alive climbs from 8th to 3rd.').waitFor();
    expect(await page.locator('.bump-after [data-lit=true]').getAttribute('data-document')).toBe('7');
    await page.getByRole('slider', { name: 'Keep the best' }).fill('2');
    await page.getByText('climbs from 8th to 3rd, below the best 2.').waitFor();
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await page.getByText('is 8th of 10 texts, in the order of the first stage (Dense), below the best 2.').waitFor();
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await page.getByText('BM25', { exact: true }).click();
    await page
      .getByText('Film 7 is about toys that come alive is lost: it is not among the 10 texts that BM25 found.')
      .waitFor();
    await expect.poll(() => page.locator('.bump-label[data-lit=true]').count()).toBe(0);
  });

  it('follows the first text when the answer to the query is not known', async () => {
    await using opened = await open(`${demo.url}?q=something+else`);
    const { page } = opened;
    await page.getByText('climbs from 10th to 1st').waitFor();
    expect(await page.locator('.bump-after [data-lit=true]').getAttribute('data-document')).toBe('9');
  });

  it('adds an ellipsis to a long text in the chart, but not to a whole text', async () => {
    demo.setTexts('movies', ['A short text.', 'Long words. '.repeat(20)]);
    await using opened = await open(demo.url);
    const { page } = opened;
    for (const side of ['before', 'after']) {
      const texts = page.locator(`.bump-${side} .bump-text`);
      await texts.nth(1).waitFor();
      expect(await texts.allTextContents()).toEqual(['A short text.', expect.stringMatching(/^(Long words\. )+.*…$/)]);
    }
  });

  it('names the scores in the chart, in the table and below it', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    const scores = page.locator('.bump-label[data-lit=true] .bump-score');
    await scores.nth(1).waitFor();
    const measures = async (): Promise<unknown> => [
      await scores.locator('small').allTextContents(),
      await page.locator('.results th.number').allTextContents(),
      await page.locator('.score-note dt').allTextContents(),
    ];
    const twice = (names: readonly string[]): unknown => [names, names, names];
    expect(await measures()).toEqual(twice(['cosine', 'reranker']));
    await page.getByText('BM25', { exact: true }).click();
    await expect.poll(measures).toEqual([[], ['BM25', 'reranker'], ['BM25', 'reranker']]);
    await page.getByText('Hybrid', { exact: true }).click();
    await expect.poll(measures).toEqual(twice(['RRF', 'reranker']));
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await expect.poll(measures).toEqual([['RRF', 'RRF'], ['RRF'], ['RRF']]);
    await page.getByText('Cascade', { exact: true }).click();
    await expect.poll(measures).toEqual([['MaxSim'], ['MaxSim'], ['MaxSim']]);
    await page.getByRole('switch', { name: 'Rerank' }).click();
    await expect.poll(measures).toEqual([['both'], ['MaxSim', 'both'], ['MaxSim', 'both']]);
  });

  it('describes a result without changes and an empty result', async () => {
    demo.setTexts('movies', ['The only text.']);
    await using opened = await open(`${demo.url}?q=text`);
    const { page } = opened;
    await page.getByText('The only text stays 1st.').waitFor();
    demo.setTexts('movies', []);
    await page.getByText('BM25', { exact: true }).click();
    await page.getByText('No text contains a word of the query.').waitFor();
    await expect.poll(() => page.getByRole('listbox').count()).toBe(0);
    await expect.poll(() => page.getByRole('table').count()).toBe(0);
  });
});
