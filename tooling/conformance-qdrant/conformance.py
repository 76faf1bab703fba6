"""Runs the same random operations on a reference and on the embedded engine's server, and compares the answers.

The reference is Python's local mode, Qdrant Edge, or a running server:

python conformance.py --url http://127.0.0.1:7000 --operations 3000 --seed 1
python conformance.py --url http://127.0.0.1:7000 --operations 3000 --seed 1 --reference edge
python conformance.py --url http://127.0.0.1:7000 --operations 3000 --seed 1 --reference http://127.0.0.1:6333

X_TEST_QDRANT_API_KEY contains the API key of the running server.
"""

import argparse
import os
import sys
import warnings
from collections import Counter
from random import Random
from typing import Any

from qdrant_client import QdrantClient

from compare_answers import is_same, is_same_in_any_order, to_plain
from edge_reference import EdgeReference
from known_divergences import KNOWN_OF_EDGE, KNOWN_OF_LOCAL, Outcome
from random_operations import COLLECTION, Operation, Setup, random_indexes, random_setup, random_write, scoring_index
from random_reads import random_read

OPERATIONS_PER_ROUND = 60
SHOWN = 2000


def call(client: QdrantClient, operation: Operation) -> Outcome:
    try:
        answer = getattr(client, operation.method)(collection_name=COLLECTION, **operation.arguments)
        return Outcome(answer=to_plain(answer))
    except Exception as error:  # noqa: BLE001 -- every error is an outcome to compare
        return Outcome(error=error)


def is_equal(operation: Operation, reference: Outcome, engine: Outcome) -> bool:
    if reference.error is not None or engine.error is not None:
        if reference.error is None or engine.error is None:
            return False
        # Errors of Python's local mode have no status codes.
        statuses = [getattr(error, "status_code", None) for error in (reference.error, engine.error)]
        return statuses[0] is None or statuses[0] == statuses[1]
    if "order_by" in str(operation.arguments.keys()) or "OrderByQuery" in str(type(operation.arguments.get("query"))):
        key = 0 if operation.method == "scroll" else "points"
        return is_same_in_any_order(reference.answer[key], engine.answer[key])
    return is_same(operation.method, reference.answer, engine.answer)


def open_reference(reference: str | None) -> Any:
    if reference is None:
        return QdrantClient(":memory:")
    if reference == "edge":
        return EdgeReference()
    return QdrantClient(url=reference, api_key=os.environ.get("X_TEST_QDRANT_API_KEY"), timeout=60)


class Comparison:
    """`reference` is the address of a server, `edge` for Qdrant Edge, or None for Python's local mode."""

    def __init__(self, url: str, reference: str | None, seed: int) -> None:
        self.is_local = reference is None
        self.is_edge = reference == "edge"
        self.reference = open_reference(reference)
        self.engine = QdrantClient(url=url, timeout=60)
        # A server has no known divergences.
        self.known_divergences = KNOWN_OF_LOCAL if self.is_local else KNOWN_OF_EDGE if self.is_edge else []
        self.random = Random(seed)
        self.equal: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        # What the reference does not have, which is no operation of the comparison.
        self.left_out: Counter[str] = Counter()
        self.unknown: list[str] = []

    @property
    def count(self) -> int:
        return self.equal.total() + self.refused.total() + self.known.total() + len(self.unknown)

    def run(self, operations: int) -> None:
        try:
            while self.count < operations:
                self.run_round(operations - self.count)
        finally:
            self.delete_collection()

    def delete_collection(self) -> None:
        for client in (self.reference, self.engine):
            client.delete_collection(COLLECTION)

    def run_round(self, limit: int) -> None:
        """Creates a collection and runs operations on it, until the two sides differ."""
        setup = random_setup(self.random)
        # The local mode ranks by words. A server does so only since version 1.20.
        setup.ranks_words = self.is_local or self.is_edge
        setup.is_mixed = self.is_edge and self.random.random() < 0.7
        self.delete_collection()
        preparations = [setup.create(), *([scoring_index()] if self.is_local else random_indexes(self.random, setup))]
        goes_on = all(self.compare(operation, setup) for operation in preparations)
        for number in range(min(OPERATIONS_PER_ROUND, limit)):
            if not goes_on:
                return
            is_write = len(setup.ids) < 10 or self.random.random() < 0.4
            operation = (random_write if is_write else random_read)(self.random, setup)
            goes_on = self.compare(operation, setup)
            if goes_on and (is_write or number % 10 == 0):
                everything = Operation("scroll", {"limit": 1000, "with_vectors": True})
                goes_on = self.compare(everything, setup, after=operation)
                setup.ids = [record.id for record in self.engine.scroll(COLLECTION, limit=1000, with_payload=False)[0]]

    def compare(self, operation: Operation, setup: Setup, after: Operation | None = None) -> bool:
        """Runs an operation on both sides and counts the result. Returns false when the two sides may contain different points."""
        reference = call(self.reference, operation)
        if isinstance(reference.error, NotImplementedError) and self.is_edge:
            self.left_out[operation.method] += 1
            return True
        engine = call(self.engine, operation)
        if is_equal(operation, reference, engine):
            (self.equal if engine.error is None else self.refused)[operation.method] += 1
            return True
        for divergence in self.known_divergences:
            if divergence.applies(operation, setup, reference, engine):
                self.known[divergence.name] += 1
                return False
        shown = [f"{operation.method} {to_plain(operation.arguments)}", f"setup {setup}"]
        shown += [] if after is None else [f"after {after.method} {to_plain(after.arguments)}"]
        shown += [f"reference {reference}", f"engine {engine}"]
        self.unknown.append("\n  ".join(line[:SHOWN] for line in shown))
        return False

    def report(self) -> None:
        print(f"{self.count} operations: {self.equal.total()} with equal answers, {self.refused.total()} refused by both sides")
        print("  " + ", ".join(f"{name} {count}" for name, count in sorted(self.equal.items())))
        if self.refused:
            print("  refused: " + ", ".join(f"{name} {count}" for name, count in sorted(self.refused.items())))
        if self.left_out:
            print("  left out: " + ", ".join(f"{name} {count}" for name, count in sorted(self.left_out.items())))
        for divergence in self.known_divergences:
            print(f"  known divergence, seen {self.known[divergence.name]} times: {divergence.name}. {divergence.reason}")
        for text in self.unknown[:10]:
            print(f"unknown divergence: {text}")
        print(f"{len(self.unknown)} unknown divergences")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--reference")
    parser.add_argument("--operations", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    comparison = Comparison(arguments.url, arguments.reference, arguments.seed)
    comparison.run(arguments.operations)
    comparison.report()
    return 1 if comparison.unknown else 0


if __name__ == "__main__":
    sys.exit(main())
