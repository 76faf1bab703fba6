"""Compares two answers. Rounding and the order of equal scores may differ."""

import math
from typing import Any

from pydantic import BaseModel

# Python computes in float64, or adds float32 values in another order.
RELATIVE = 1e-4
ABSOLUTE = 1e-5
# Counters of the server that Python's local mode does not keep.
IGNORED = {"version", "operation_id", "order_value", "shard_key"}


def to_plain(value: Any) -> Any:
    """Converts an answer to dicts, lists and plain values. Leaves out absent and ignored fields, but keeps nulls of payloads."""
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields if name not in IGNORED}
        return {name: to_plain(field) for name, field in fields.items() if field is not None}
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    return value


def is_same(method: str, local: Any, remote: Any) -> bool:
    """Returns whether two plain answers of a method are the same."""
    if method in {"query_points", "query_batch_points"}:
        pairs = zip(_results(local), _results(remote), strict=True)
        return all(_is_same_ranking(a["points"], b["points"]) for a, b in pairs)
    if method == "search_matrix_pairs":
        return _is_close(_by_pair(local), _by_pair(remote))
    if method == "search_matrix_offsets":
        return _is_close(_by_offset(local), _by_offset(remote))
    return _is_close(local, remote)


def is_same_in_any_order(local: Any, remote: Any) -> bool:
    """Returns whether two lists contain the same points. Use it when points are ordered by a value that many of them share."""
    return _is_close(*(sorted(records, key=lambda record: str(record["id"])) for records in (local, remote)))


def _results(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_close(a: Any, b: Any) -> bool:
    if _is_number(a) and _is_number(b):
        return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_is_close(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_is_close, a, b))
    return type(a) is type(b) and a == b


def _is_same_ranking(local: list[Any], remote: list[Any]) -> bool:
    """Returns whether the scores and their order are the same, and every point has the same score. Points with the last score may differ."""
    scores = [point["score"] for point in local]
    if not _is_close(scores, [point["score"] for point in remote]):
        return False
    by_id = {point["id"]: point for point in local}
    for point in remote:
        twin = by_id.get(point["id"])
        if twin is None and not _is_close(point["score"], scores[-1]):
            return False
        if twin is not None and not _is_close(twin, point):
            return False
    return True


def _by_pair(answer: Any) -> Any:
    return {f"{pair['a']} {pair['b']}": pair["score"] for pair in answer["pairs"]}


def _by_offset(answer: Any) -> Any:
    ids = answer["ids"]
    cells = zip(answer["offsets_row"], answer["offsets_col"], answer["scores"], strict=True)
    return {f"{ids[row]} {ids[column]}": score for row, column, score in cells}
