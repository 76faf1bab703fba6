"""Gives the same random operations to Python's local mode and to a server, and compares what they answer.

python conformance.py --url http://127.0.0.1:6333 --operations 3000 --seed 1
"""

import argparse
import sys
import warnings
from collections import Counter
from random import Random
from typing import Any

from qdrant_client import QdrantClient

from compare_answers import is_same, is_same_in_any_order, to_plain
from known_divergences import KNOWN, Outcome
from random_operations import COLLECTION, Operation, Setup, random_setup, random_write
from random_reads import random_read

OPERATIONS_PER_ROUND = 60
SHOWN = 2000


def call(client: QdrantClient, operation: Operation) -> Outcome:
    try:
        answer = getattr(client, operation.method)(collection_name=COLLECTION, **operation.arguments)
        return Outcome(answer=to_plain(answer))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is an outcome to be compared
        return Outcome(error=error)


def is_equal(operation: Operation, local: Outcome, remote: Outcome) -> bool:
    if local.error is not None or remote.error is not None:
        return local.error is not None and remote.error is not None
    if "order_by" in str(operation.arguments.keys()) or "OrderByQuery" in str(type(operation.arguments.get("query"))):
        key = 0 if operation.method == "scroll" else "points"
        return is_same_in_any_order(local.answer[key], remote.answer[key])
    return is_same(operation.method, local.answer, remote.answer)


class Comparison:
    def __init__(self, url: str, seed: int) -> None:
        self.local = QdrantClient(":memory:")
        self.remote = QdrantClient(url=url, timeout=60)
        self.random = Random(seed)
        self.equal: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.unknown: list[str] = []

    @property
    def count(self) -> int:
        return self.equal.total() + self.refused.total() + self.known.total() + len(self.unknown)

    def run_round(self, limit: int) -> None:
        """A new collection and operations on it, until the two part."""
        setup = random_setup(self.random)
        for client in (self.local, self.remote):
            client.delete_collection(COLLECTION)
        goes_on = self.compare(setup.create(), setup)
        for number in range(min(OPERATIONS_PER_ROUND, limit)):
            if not goes_on:
                return
            is_write = len(setup.ids) < 10 or self.random.random() < 0.4
            operation = (random_write if is_write else random_read)(self.random, setup)
            goes_on = self.compare(operation, setup)
            if goes_on and (is_write or number % 10 == 0):
                goes_on = self.compare(Operation("scroll", {"limit": 1000, "with_vectors": True}), setup)
                setup.ids = [record.id for record in self.remote.scroll(COLLECTION, limit=1000, with_payload=False)[0]]

    def compare(self, operation: Operation, setup: Setup) -> bool:
        """Counts what came out of one operation; false when the two no longer hold the same."""
        local, remote = call(self.local, operation), call(self.remote, operation)
        if is_equal(operation, local, remote):
            (self.equal if remote.error is None else self.refused)[operation.method] += 1
            return True
        for divergence in KNOWN:
            if divergence.applies(operation, setup, local, remote):
                self.known[divergence.name] += 1
                return False
        shown = [f"{operation.method} {operation.arguments}", f"setup {setup}", f"local  {local}", f"server {remote}"]
        self.unknown.append("\n  ".join(line[:SHOWN] for line in shown))
        return False

    def report(self) -> None:
        print(f"{self.count} operations: {self.equal.total()} equal, {self.refused.total()} refused by both")
        print("  " + ", ".join(f"{name} {count}" for name, count in sorted(self.equal.items())))
        if self.refused:
            print("  refused: " + ", ".join(f"{name} {count}" for name, count in sorted(self.refused.items())))
        for divergence in KNOWN:
            print(f"  known divergence, {self.known[divergence.name]} times: {divergence.name}. {divergence.reason}")
        for text in self.unknown[:10]:
            print(f"not explained: {text}")
        print(f"{len(self.unknown)} divergences that are not explained")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--operations", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    comparison = Comparison(arguments.url, arguments.seed)
    while comparison.count < arguments.operations:
        comparison.run_round(arguments.operations - comparison.count)
    comparison.report()
    return 1 if comparison.unknown else 0


if __name__ == "__main__":
    sys.exit(main())
