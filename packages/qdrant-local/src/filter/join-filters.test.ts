import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { readFilter } from '../requests/filter/read-filter.ts';
import { joinFilters } from './join-filters.ts';

const context = { operation: 'query' };
const read = (filter: unknown) => atOnce(readFilter(filter, context));
const is = (value: number) => ({ key: 'n', match: { value } });

test('joins the lists of two filters, and keeps the larger count of min_should', () => {
  const outer = { must: [is(1)], should: [is(2)], min_should: { conditions: [is(3)], min_count: 1 } };
  const inner = { must: [is(4)], must_not: [is(5)], min_should: { conditions: [is(6), is(7)], min_count: 2 } };
  expect(joinFilters(read(outer), read(inner))).toEqual(
    read({
      must: [is(1), is(4)],
      should: [is(2)],
      must_not: [is(5)],
      min_should: { conditions: [is(3), is(6), is(7)], min_count: 2 },
    }),
  );
});

test('returns a single filter unchanged', () => {
  const filter = read({ should: [is(1)] });
  expect(joinFilters(filter, undefined)).toBe(filter);
  expect(joinFilters(undefined, filter)).toBe(filter);
  expect(joinFilters(undefined, undefined)).toBeUndefined();
});
