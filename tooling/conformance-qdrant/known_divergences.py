"""Where the two are known to differ, each with its reason. Most are Python's, some are this engine's.

Not listed is what `random_data.py` and `random_operations.py` keep out of the operations, for Python would part at once:
payload fields of mixed types (Python compares across types), removals in collections with IDF (Python goes on counting the
removed documents), refused upserts (Python keeps half of them), and writes that name no point (Python refuses them with a
server's "Empty update request", this engine has nothing to do).

`applies` gets the operation and the two outcomes that differ, and is as narrow as it can be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from compare_answers import is_same
from random_operations import Operation, Setup


@dataclass
class Outcome:
    """What a call came to: its plain answer, or its error."""

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
    """The operations' only queries that score prefetches anew are plain vectors."""
    arguments = operation.arguments
    outer = arguments.get("query_filter")
    has_alternatives = outer is not None and (outer.should is not None or outer.min_should is not None)
    return arguments.get("prefetch") is not None and isinstance(arguments["query"], list) and has_alternatives


def _keeps_nulls(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    """All points are the same but for nulls that only the server has."""
    if operation.arguments != {"limit": 1000, "with_vectors": True} or local.error is not None or remote.error is not None:
        return False
    kept = {record["id"]: record.get("payload", {}).keys() for record in local.answer[0]}
    records = [
        {**record, "payload": {k: v for k, v in record.get("payload", {}).items() if v is not None or k in kept[record["id"]]}}
        for record in remote.answer[0]
        if record["id"] in kept
    ]
    return is_same("scroll", local.answer, [records, remote.answer[1]])


KNOWN: list[Divergence] = [
    Divergence(
        name="the filter of a query that scores its prefetches anew",
        reason="A server joins it with the prefetches' filters, `should` with `should`, and then looks at ids only "
        "(filter_with_sources_ids in shard_query.rs); Python applies it once more on its own.",
        applies=_filters_again,
    ),
    Divergence(
        name="an example without the vector in question",
        reason="A server leaves such an example of a recommendation out (resolve_reco_reference in "
        "collection_query.rs); Python raises.",
        applies=_lacks_example_vector,
    ),
    Divergence(
        name="relevance feedback on sparse vectors and multivectors",
        reason="A server scores them as it does dense ones; Python looks among dense vectors only, and raises.",
        applies=_is_feedback_on_other_vectors,
    ),
    Divergence(
        name="a null that is set on a point without a payload",
        reason="A server keeps it, for it has nothing to merge it into; Python leaves out every key that is set to null.",
        applies=_keeps_nulls,
    ),
]
