"""Converts filters of qdrant-client to filters of Qdrant Edge."""

from typing import Any
from uuid import UUID

import qdrant_edge as edge
from qdrant_client import models


def to_id(id: Any) -> int | UUID:
    return UUID(id) if isinstance(id, str) else id


def to_filter(given: models.Filter | None) -> edge.Filter | None:
    if given is None:
        return None
    some = given.min_should
    return edge.Filter(
        must=_conditions(given.must),
        should=_conditions(given.should),
        must_not=_conditions(given.must_not),
        min_should=None if some is None else edge.MinShould(_conditions(some.conditions), some.min_count),
    )


def to_condition(given: Any) -> Any:
    match given:
        case models.Filter():
            return to_filter(given)
        case models.IsEmptyCondition():
            return edge.IsEmptyCondition(given.is_empty.key)
        case models.IsNullCondition():
            return edge.IsNullCondition(given.is_null.key)
        case models.HasIdCondition():
            return edge.HasIdCondition({to_id(id) for id in given.has_id})
        case models.HasVectorCondition():
            return edge.HasVectorCondition(given.has_vector)
        case models.NestedCondition():
            return edge.NestedCondition(given.nested.key, to_filter(given.nested.filter))
        case models.FieldCondition():
            return _field_condition(given)
    raise NotImplementedError(f"condition {given!r}")


def _conditions(given: Any) -> list[Any] | None:
    if given is None:
        return None
    return [to_condition(condition) for condition in (given if isinstance(given, list) else [given])]


def _field_condition(given: models.FieldCondition) -> edge.FieldCondition:
    tests: dict[str, Any] = {"is_empty": given.is_empty, "is_null": given.is_null}
    if given.match is not None:
        tests["match"] = _match(given.match)
    if given.range is not None:
        tests["range"] = _range(given.range)
    if given.values_count is not None:
        tests["values_count"] = edge.ValuesCount(**given.values_count.model_dump())
    if given.geo_radius is not None:
        tests["geo_radius"] = edge.GeoRadius(to_geo_point(given.geo_radius.center), given.geo_radius.radius)
    if given.geo_bounding_box is not None:
        box = given.geo_bounding_box
        tests["geo_bounding_box"] = edge.GeoBoundingBox(to_geo_point(box.top_left), to_geo_point(box.bottom_right))
    if given.geo_polygon is not None:
        rings = [given.geo_polygon.exterior, *(given.geo_polygon.interiors or [])]
        exterior, *interiors = ([to_geo_point(point) for point in ring.points] for ring in rings)
        tests["geo_polygon"] = edge.GeoPolygon(exterior, interiors)
    return edge.FieldCondition(given.key, **tests)


def to_geo_point(given: models.GeoPoint) -> edge.GeoPoint:
    return edge.GeoPoint(given.lon, given.lat)


def _range(given: models.Range | models.DatetimeRange) -> edge.RangeFloat | edge.RangeDateTime:
    bounds = given.model_dump(exclude_none=True)
    if isinstance(given, models.Range):
        return edge.RangeFloat(**bounds)
    return edge.RangeDateTime(**{name: moment.isoformat() for name, moment in bounds.items()})


def _match(given: Any) -> Any:
    match given:
        case models.MatchValue(value=bool()):
            raise NotImplementedError("Edge's Python reads a boolean as an integer")
        case models.MatchValue():
            return edge.MatchValue(given.value)
        case models.MatchAny():
            return edge.MatchAny(given.any)
        case models.MatchExcept():
            return edge.MatchExcept(given.except_)
        case models.MatchText():
            return edge.MatchText(given.text)
        case models.MatchTextAny():
            return edge.MatchTextAny(given.text_any)
        case models.MatchPhrase():
            return edge.MatchPhrase(given.phrase)
        case models.MatchPrefix():
            return edge.MatchPrefix(given.prefix)
        case models.MatchSubstring():
            return edge.MatchSubstring(given.substring)
    raise NotImplementedError(f"match {given!r}")
