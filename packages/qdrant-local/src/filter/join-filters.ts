import type { FilterTree, ParsedFilter } from '../requests/filter/filter-tree.ts';

/**
 * Returns the filter of a prefetch combined with that of the query around it. As on a server, they are combined list by list. The
 * `must` and `must_not` conditions of both apply. The `should` conditions of both are alternatives to each other. The larger count of
 * `min_should` applies to the conditions of both.
 *
 * Source: qdrant/qdrant lib/segment/src/types.rs, `Filter::merge_opts`.
 */
export function joinFilters(outer: ParsedFilter, inner: ParsedFilter): ParsedFilter {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  const minShould = joinMinShould(outer.minShould, inner.minShould);
  return {
    must: [...outer.must, ...inner.must],
    should: [...outer.should, ...inner.should],
    mustNot: [...outer.mustNot, ...inner.mustNot],
    ...(minShould === undefined ? {} : { minShould }),
  };
}

function joinMinShould(a: FilterTree['minShould'], b: FilterTree['minShould']): FilterTree['minShould'] {
  if (a === undefined || b === undefined) return a ?? b;
  return { conditions: [...a.conditions, ...b.conditions], minCount: Math.max(a.minCount, b.minCount) };
}
