import { describe, expect, it } from 'vitest';
import { failure, ok, startScriptedServer } from '../__tests__/scripted-server.ts';
import { QdrantClient, withHeaders } from '../index.ts';

describe('withHeaders', () => {
  it('adds headers to the calls of its function, also after an await and for both clients', async () => {
    await using server = await startScriptedServer(ok({ collections: [] }));
    await using client = new QdrantClient({ url: server.url, headers: { 'x-tenant': 'one', 'x-app': 'ships' } });
    await client.getCollections();
    const first = server.requests.length;
    await withHeaders({ 'x-tenant': 'two', 'x-trace': 'outer' }, async () => {
      await client.getCollections();
      await withHeaders({ 'x-trace': 'inner' }, () => client.getCollections());
      await client.getCollections();
    });
    await withHeaders({ 'x-trace': 'remote' }, () => client.remote!.getCollections());
    await client.getCollections();
    const sent = server.requests
      .slice(first)
      .map(({ headers }) => [headers['x-tenant'], headers['x-trace'], headers['x-app']]);
    expect(sent).toEqual([
      ['two', 'outer', 'ships'],
      ['two', 'inner', 'ships'],
      ['two', 'outer', 'ships'],
      ['one', 'remote', 'ships'],
      ['one', undefined, 'ships'],
    ]);
  });

  it('adds headers to all pages of scrollAll, whether it is called in the function or read there', async () => {
    const pagesOf3 = [2, 3, null].map((next) => ok({ points: [{ id: 1 }], next_page_offset: next }));
    await using server = await startScriptedServer(...pagesOf3);
    await using client = new QdrantClient({ url: server.url, onIncompatibleVersion: () => {} });
    for await (const _ of withHeaders({ 'x-tenant': 'two' }, () => client.scrollAll('ships')));
    const pages = server.requests.filter(({ path }) => path.includes('scroll'));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.map(({ headers }) => headers['x-tenant'])).toEqual(pages.map(() => 'two'));
    const opened = client.scrollAll('ships');
    await withHeaders({ 'x-tenant': 'three' }, () => opened.next());
    expect(server.requests.at(-1)!.headers['x-tenant']).toBe('three');
  });

  it('keeps the calls of two functions apart', async () => {
    await using server = await startScriptedServer(ok({ collections: [] }));
    await using client = new QdrantClient(server.url);
    await Promise.all(['one', 'two'].map((name) => withHeaders({ 'x-name': name }, () => client.getCollections())));
    const names = server.requests.flatMap(({ headers }) => headers['x-name'] ?? []);
    expect(names.toSorted()).toEqual(expect.arrayContaining(['one', 'two']));
  });

  it('shows its values in no error', async () => {
    await using server = await startScriptedServer(failure(403, 'the token is s3cret-token'));
    await using client = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } });
    const error = await withHeaders({ 'x-token': 's3cret-token' }, () => client.getCollections()).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ message: 'the token is (hidden)', status: 403 });
    expect(error).not.toHaveProperty('cause');
  });

  it('returns what its function returns, and rejects other arguments', () => {
    expect(withHeaders({}, () => 7)).toBe(7);
    expect(() => withHeaders({ 'x y': '1' }, () => 7)).toThrow(/header name/);
    expect(() => withHeaders({ x: '1' }, 7 as never)).toThrow(/^work must be/);
  });
});
