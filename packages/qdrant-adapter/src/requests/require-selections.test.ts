import { InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { PlainCopy } from './plain-copy.ts';
import { requireSelections } from './require-selections.ts';

/** Returns the path in the error for a write, or 'nothing'. */
function refusedPlace(body: object, kind: Parameters<typeof requireSelections>[1] = 'idsBody'): string {
  const plain = new PlainCopy();
  try {
    requireSelections(plain.of(body), kind, plain);
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error.parameter;
    throw error;
  }
  return 'nothing';
}

const where = (condition: unknown) => ({ filter: { must: [condition] } });

describe('requireSelections', () => {
  it.each<[string, object]>([
    ['filter.must', { filter: { must: undefined } }],
    ['filter.should', { filter: { must: [], should: undefined } }],
    ['filter.must_not', { filter: { must: [{ has_id: [1] }], must_not: undefined } }],
    ['filter.must', { filter: Object.defineProperty({}, 'must', { value: [{ has_id: [1] }] }) }],
    ['filter.Symbol(must)', { filter: { [Symbol('must')]: 1 } }],
    ['filter.must[0].has_id', where({ has_id: undefined })],
    ['filter.must[0]', where({})],
    ['filter.must[0].should', where({ must: null, should: undefined })],
    ['filter.must[0].range.lt', where({ key: 'a', range: { lt: undefined } })],
    ['filter.must[0].range.lt', where({ key: 'a', range: { gt: 1, lt: undefined } })],
    ['filter.must[0].range', where({ key: 'a', match: { value: 1 }, range: undefined })],
    ['filter.must[0].values_count.gt', where({ key: 'a', values_count: { gt: undefined } })],
    ['filter.must[0].is_empty.key', where({ is_empty: { key: undefined } })],
    ['filter.must[0].nested.filter.must', where({ nested: { key: 'a', filter: { must: undefined } } })],
    ['filter.must.has_id', { filter: { must: { has_id: undefined } } }],
    ['filter.should[0].must_not[0]', { filter: { should: [{ must_not: [{}] }] } }],
    ['filter.min_should.conditions[0]', { filter: { min_should: { conditions: [{}], min_count: 1 } } }],
    ['filter.has_ids', { filter: { has_ids: [1] } }],
    ['filter.must[0].has_ids', where({ has_ids: [1] })],
    ['filter.must[0].ranges', where({ key: 'a', ranges: { lt: 1 } })],
    ['filter.must[0].must_not', where({ has_id: [1], must_not: [] })],
    ['points', { points: undefined }],
    ['points', { filter: undefined, payload: {} }],
  ])('rejects a write for its %s: %j', (place, body) => {
    expect(refusedPlace(body)).toBe(place);
  });

  it.each([
    { points: [1], filter: undefined },
    { filter: {} },
    { filter: { must: [] } },
    where({ nested: { key: 'a', filter: { must: [{ key: 'b', match: { value: 1 } }] } } }),
    where({ slice: { total: 2, index: 0 } }),
    where({ must_not: [{ has_vector: 'a' }] }),
    {},
  ])('accepts %j', (body) => {
    expect(refusedPlace(body)).toBe('nothing');
  });

  it('checks conditional writes, batches and the replication of points', () => {
    const lost = { must: undefined };
    expect(refusedPlace({ points: [], update_filter: lost }, 'upsertBody')).toBe('update_filter.must');
    const operations = [{ upsert: { points: [] } }, { delete: { filter: lost } }];
    expect(refusedPlace({ operations }, 'updatesBody')).toBe('operations[1].delete.filter.must');
    expect(refusedPlace({ replicate_points: { filter: lost } }, 'clusterBody')).toBe('replicate_points.filter.must');
  });

  it('does not check reads, where a lost condition changes no data', () => {
    expect(refusedPlace({ filter: { must: undefined } }, 'scrollBody')).toBe('nothing');
  });
});
