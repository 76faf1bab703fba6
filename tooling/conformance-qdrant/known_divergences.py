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


def _has_alternatives(filter: Any) -> bool:
    return filter is not None and (filter.should is not None or filter.min_should is not None)


def _joins_alternatives(operation: Operation, setup: Setup, local: Outcome, remote: Outcome) -> bool:
    prefetch = operation.arguments.get("prefetch")
    sources = prefetch if isinstance(prefetch, list) else [prefetch]
    outer = operation.arguments.get("query_filter")
    return _has_alternatives(outer) and any(source and _has_alternatives(source.filter) for source in sources)


KNOWN: list[Divergence] = [
    Divergence(
        name="alternatives in the filter of a query and in that of its prefetch",
        reason="A server joins the lists of both filters (Filter::merge_opts in planned_query.rs), so that a `should` of one "
        "is an alternative to a `should` of the other, and Python follows it. In this engine a point has to pass both.",
        applies=_joins_alternatives,
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
]
