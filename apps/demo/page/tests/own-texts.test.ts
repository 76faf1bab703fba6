import { readFile } from 'node:fs/promises';

import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeInBrowser, useBrowser } from './support/browser.ts';
import { accessibilityViolations } from './support/check-accessibility.ts';
import { FakeDemo } from './support/fake-demo.ts';

function file(name: string, content: string | Buffer): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your own' }).click();
  await page.getByRole('dialog', { name: 'Your own texts' }).waitFor();
}

describeInBrowser('own texts on the page', () => {
  const open = useBrowser();
  let demo: FakeDemo;
  /** Pastes a text and returns while it is being embedded. */
  async function beginEmbedding(page: Page): Promise<void> {
    demo.indexingScript = () => [{ completed: 0, total: 1 }];
    await openDialog(page);
    await page.getByLabel('Paste texts').fill('a');
    await page.getByRole('button', { name: 'Search this text' }).click();
    await page.getByText('0 of 1 embedded').waitFor();
  }
  beforeEach(async () => {
    demo = await FakeDemo.start();
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  it('own texts are pasted, recognized, indexed and searched', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    await page.getByLabel('Paste texts').fill('Rivers carry sand.\n\nStars are far.\r\nBread needs time.\n');
    await page.getByText('Found 3 texts.').waitFor();
    expect(await page.getByRole('list', { name: 'The first texts' }).getByRole('listitem').allInnerTexts()).toEqual([
      'Rivers carry sand.',
      'Stars are far.',
      'Bread needs time.',
    ]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('Name').fill('Notes');
    await page.getByRole('button', { name: 'Search these 3 texts' }).click();
    await page.getByText('Type what you are looking for in “Notes”').waitFor();
    const texts = ['Rivers carry sand.', 'Stars are far.', 'Bread needs time.'];
    expect(demo.newCollections).toEqual([{ name: 'Notes', texts }]);
    await page.getByRole('searchbox').fill('baking');
    await page.keyboard.press('Enter');
    await page.getByText('climbs from 3rd to 1st').waitFor();
    expect(demo.searches.at(-1)).toMatchObject({ collection: 'own-Notes', candidates: 3, query: 'baking' });
    await page.getByRole('button', { name: 'Forget Notes' }).click();
    await expect.poll(() => demo.deleted).toEqual(['/api/collections/own-Notes']);
    await page.getByText('climbs from 10th to 1st').waitFor();
  });

  it.each([
    [
      'the typical column of a CSV file',
      'films.csv',
      'id;title;plot\n1;Heat;"A thief; a cop"\n2;Kubo;A boy',
      ['A thief; a cop', 'A boy'],
    ],
    ['JSON Lines', 'films.jsonl', '{"text":"One"}\n{"text":"Two"}\n', ['One', 'Two']],
    ['a list inside a JSON object', 'films.json', '{"films":["One","Two"]}', ['One', 'Two']],
    [
      'the paragraphs of Markdown',
      'tea.md',
      '# Tea\n\nGreen.\n\n## Black\nStrong.\n',
      ['Tea\nGreen.', 'Black\nStrong.'],
    ],
  ])('own texts are read from %s', async (_, name, content, texts) => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    await page.getByLabel('Choose files').setInputFiles(file(name, content));
    await page.getByText('Found 2 texts.').waitFor();
    await page.getByRole('button', { name: 'Search these 2 texts' }).click();
    await expect.poll(() => demo.newCollections).toEqual([{ name, texts }]);
  });

  it('own texts can be read from another column or in another format', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    await page.getByLabel('Choose files').setInputFiles(file('films.csv', 'title,plot\nHeat,A thief\nKubo,A boy'));
    await page.getByLabel('Texts are in').selectOption('title');
    await page.getByText('Heat', { exact: true }).waitFor();
    await page.getByLabel('Read as').selectOption('Plain lines');
    await page.getByText('Found 3 texts.').waitFor();
  });

  it('own texts are shown with the skipped parts of a file, their number and the reasons', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    const rows = [',title,plot', '0,Heat,A thief', '1,Kubo,A boy, and a monkey', '2,Alien,', '3,Tron,A game'];
    await page.getByLabel('Choose files').setInputFiles(file('films.csv', rows.join('\n')));
    await page.getByText('Found 2 texts.').waitFor();
    const leftOut = page.getByRole('list', { name: 'Skipped' }).getByRole('listitem');
    expect(await leftOut.allInnerTexts()).toEqual([
      '1 row with more fields than the 3 columns: put quotation marks around a text with “,” in it: 1,Kubo,A boy, and a monkey',
      '1 line read as column names: ,title,plot',
      '1 row without a text in “plot”: 2 · Alien',
      '4 fields in the other columns, “Column 1” and “title”: 0, Heat, 3, …',
    ]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await opened.picture('left-out');
  });

  it('a file that is not UTF-8 is read as Windows-1252, with a note', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    const bytes = Buffer.concat([Buffer.of(0x93), Buffer.from('Caf\xe9', 'latin1'), Buffer.of(0x94, 0x20, 0x80)]);
    await page.getByLabel('Choose files').setInputFiles(file('menu.txt', bytes));
    await page.getByText('menu.txt was read as Windows-1252 because it is not valid UTF-8.').waitFor();
    expect(await page.getByRole('list', { name: 'The first texts' }).innerText()).toBe('“Café” €');
  });

  it('own texts can be dropped as files anywhere on the page', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await page.getByText('climbs from').waitFor();
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['One\nTwo\n'], 'a.txt'));
      data.items.add(new File(['["Three"]'], 'b.json'));
      return data;
    });
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await page.getByText('Drop the files to search them').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    await page.getByText('Found 3 texts.').waitFor();
  });

  it('the page shows the reason when own texts cannot be read', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    const png = await readFile(new URL('../src/icon.svg', import.meta.url));
    const choose = page.getByLabel('Choose files');
    await choose.setInputFiles(file('picture.txt', Buffer.concat([png, Buffer.of(0, 1, 255)])));
    await page.getByRole('alert').filter({ hasText: 'picture.txt: This is not a text file.' }).waitFor();
    expect(await page.getByText('Windows-1252').count()).toBe(0);
    await page.getByRole('button', { name: 'Choose other texts' }).click();
    await choose.setInputFiles(file('broken.json', '{"a": '));
    await page.getByRole('alert').filter({ hasText: 'This is not JSON' }).waitFor();
    expect(await page.getByRole('button', { name: 'Search these texts' }).isDisabled()).toBe(true);
  });

  it('the page shows the progress of indexing own texts, and a click cancels it', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    demo.indexingScript = () => [{ completed: 1, total: 4, remainingMs: 72_000 }];
    await openDialog(page);
    await page.getByLabel('Paste texts').fill('a\nb\nc\nd');
    await page.getByRole('button', { name: 'Search these 4 texts' }).click();
    await page.getByText('1 of 4 embedded, about 2 minutes left').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Embedding' }).getAttribute('value')).toBe('1');
    expect(demo.canceled).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => demo.canceled).toEqual(['My texts']);
    expect(await page.getByLabel('Paste texts').inputValue()).toBe('a\nb\nc\nd');
  });

  it('closing the dialog cancels the indexing of own texts', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await beginEmbedding(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => demo.canceled).toEqual(['My texts']);
  });

  it('dropping other files cancels the indexing of own texts', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await beginEmbedding(page);
    const dataTransfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['One\nTwo\n'], 'others.txt'));
      return data;
    });
    await page.dispatchEvent('main', 'drop', { dataTransfer });
    await page.getByRole('button', { name: 'Search these 2 texts' }).waitFor();
    await expect.poll(() => demo.canceled).toEqual(['My texts']);
  });

  it('own texts are counted with their passages when they are long', async () => {
    demo.indexingScript = ({ name }) => [{ collection: { id: 'own', name, documents: 7, texts: 2, ready: true } }];
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    await page.getByLabel('Paste texts').fill('a\nb');
    await page.getByRole('button', { name: 'Search these 2 texts' }).click();
    await page.getByText('Type what you are looking for in “My texts”').waitFor();
    expect(await page.locator('#collection option:checked').textContent()).toBe('My texts · 7 passages of 2 texts');
  });

  it("own texts stay in the text area after a failure, and the server's message is shown", async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    demo.indexingScript = () => [
      { failure: { error: { code: 'full', message: 'There is no room. Forget other texts first.' } } },
    ];
    await openDialog(page);
    await page.getByLabel('Paste texts').fill('a');
    await page.getByRole('button', { name: 'Search this text' }).click();
    await page.getByRole('alert').filter({ hasText: 'There is no room. Forget other texts first.' }).waitFor();
    expect(await page.getByLabel('Paste texts').inputValue()).toBe('a');
  });

  it('own texts are limited to 10,000, and the surplus texts are listed', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    await openDialog(page);
    const lines = Array.from({ length: 10_002 }, (_, index) => `Line ${index}`);
    await page.getByLabel('Paste texts').evaluate((box, content) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', content);
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, lines.join('\n'));
    const leftOut = page.getByRole('list', { name: 'Skipped' }).getByRole('listitem');
    expect(await leftOut.allInnerTexts()).toEqual([
      '2 texts beyond the 10,000 texts that the demo keeps: Line 10000, Line 10001',
    ]);
    await page.getByRole('button', { name: 'Search these 10,000 texts' }).click();
    await page.getByText('Type what you are looking for').waitFor();
    expect(demo.newCollections[0]?.texts).toEqual(lines.slice(0, 10_000));
  });

  it('own texts are shown unchanged when they contain hostile content', async () => {
    await using opened = await open(demo.url);
    const { page } = opened;
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(2)</script>',
      '</textarea>"\'&amp;',
      'مرحبا بالعالم',
      '👩‍👩‍👧‍👦'.repeat(60),
      'w'.repeat(3000),
    ];
    page.on('dialog', () => expect.unreachable('a script of the texts ran'));
    await openDialog(page);
    await page.getByLabel('Paste texts').fill(hostile.join('\n'));
    await page.getByLabel('Name').fill('<b>bold</b>');
    await page.getByRole('button', { name: 'Search these 6 texts' }).click();
    await page.getByText('Type what you are looking for in “<b>bold</b>”').waitFor();
    await page.getByRole('searchbox').fill('<script>alert(3)</script>');
    await page.keyboard.press('Enter');
    await page.locator('.results tbody tr').nth(5).waitFor();
    expect(await page.locator('.result-text p').first().innerText()).toMatch(/^w{200}…$/);
    await page.getByRole('button', { name: 'Whole text' }).first().click();
    expect(await page.locator('.result-text p').first().innerText()).toBe('w'.repeat(3000));
    expect(await page.locator('.result-text p').allInnerTexts()).toEqual(expect.arrayContaining(hostile.slice(0, 4)));
    const direction = page
      .locator('.result-text p', { hasText: 'مرحبا' })
      .evaluate((element) => getComputedStyle(element).direction);
    expect(await direction).toBe('rtl');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await opened.picture('hostile-texts');
  });
});
