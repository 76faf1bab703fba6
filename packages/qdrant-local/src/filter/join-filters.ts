import type { FilterTree, ParsedFilter } from '../requests/filter/filter-tree.ts';

/**
 * The filter of a prefetch together with that of the query around it, as a server joins them: list by list. What either
 * must or must not have, both need; a `should` of one is an alternative to a `should` of the other, and the larger
 * count of `min_should` counts over the conditions of both.
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
