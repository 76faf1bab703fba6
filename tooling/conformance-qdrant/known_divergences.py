"""Lists the known divergences between the two sides, with reasons. Most come from the reference, some from this engine.

The random operations avoid four other divergences, because they would end every round:

- Payload fields of mixed types: Python compares values across types.
- Removals in collections with IDF: Python still counts the removed documents.
- Refused upserts: Python keeps half of the points.
- Writes that name no point: Python refuses them with the server's "Empty update request", and this engine does nothing.

`applies` receives the operation and the two different outcomes. It is as narrow as possible.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from compare_answers import is_same, to_plain
from random_operations import Operation, Setup


@dataclass
class Outcome:
    """Result of a call: its plain answer or its error."""

    answer: Any = None
    error: Exception | None = None


@dataclass
class Divergence:
    name: str
    reason: str
    applies: Callable[[Operation, Setup, Outcome, Outcome], bool]


def _lacks_example_vector(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    is_recommendation = "RecommendInput" in str(operation.arguments.get("query"))
    return is_recommendation and remote.error is None and "not found" in str(local.error)


def _is_feedback_on_other_vectors(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    is_feedback = "RelevanceFeedbackInput" in str(operation.arguments.get("query"))
    return is_feedback and operation.arguments["using"] in {"multi", "sparse"} and local.error is not None


def _filters_again(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    """Returns whether a filter with alternatives limits a rescoring query. Among the random queries, only plain vectors rescore prefetches."""
    arguments = operation.arguments
    outer = arguments.get("query_filter")
    has_alternatives = outer is not None and (outer.should is not None or outer.min_should is not None)
    return arguments.get("prefetch") is not None and isinstance(arguments["query"], list) and has_alternatives


def _keeps_nulls(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    """Returns whether all points are the same except for nulls that only the server has."""
    if operation.arguments != {"limit": 1000, "with_vectors": True} or local.error is not None or remote.error is not None:
        return False
    kept = {record["id"]: record.get("payload", {}).keys() for record in local.answer[0]}
    records = [
        {**record, "payload": {k: v for k, v in record.get("payload", {}).items() if v is not None or k in kept[record["id"]]}}
        for record in remote.answer[0]
        if record["id"] in kept
    ]
    return is_same("scroll", local.answer, [records, remote.answer[1]])


def _ranges_of_another_type(operation: Operation, setup: Setup, edge: Outcome, engine: Outcome) -> bool:
    """Returns whether a filter has a range of numbers on a key of moments, or of moments on a key of numbers."""
    if edge.error is not None or engine.error is not None:
        return False
    text = str(to_plain(operation.arguments))
    numbers = r"'key': '(?:when|moment)[^']*', 'range': \{'\w+': -?\d"
    moments = r"'key': '(?:n|price|deep\.list[^']*\.x)', 'range': \{'\w+': datetime"
    return re.search(f"{numbers}|{moments}", text) is not None


KNOWN_OF_EDGE: list[Divergence] = [
    Divergence(
        name="a range of numbers on a key with an index of datetimes, or the reverse",
        reason="Qdrant Edge compares the numbers with microseconds. A server of version 1.18 finds nothing "
        "(get_range_checkers in condition_converter.rs), with and without the index, and so does this engine.",
        applies=_ranges_of_another_type,
    ),
]

KNOWN_OF_LOCAL: list[Divergence] = [
    Divergence(
        name="the filter of a query that rescores its prefetches",
        reason="A server merges it into the filters of the prefetches, `should` with `should`, and then filters by ids only "
        "(filter_with_sources_ids in shard_query.rs). Python also applies it separately.",
        applies=_filters_again,
    ),
    Divergence(
        name="an example without the searched vector",
        reason="A server ignores such an example in a recommendation (resolve_reco_reference in "
        "collection_query.rs). Python raises an error.",
        applies=_lacks_example_vector,
    ),
    Divergence(
        name="relevance feedback on sparse vectors and multivectors",
        reason="A server scores them like dense vectors. Python searches only the dense vectors and raises an error.",
        applies=_is_feedback_on_other_vectors,
    ),
    Divergence(
        name="a null set on a point without a payload",
        reason="A server keeps it, because the point has no payload to merge it into. Python omits every key that is set to null.",
        applies=_keeps_nulls,
    ),
]
