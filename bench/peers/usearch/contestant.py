"""Runs usearch's exact search over a numpy array, in one thread like all contestants."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "search" / "contestants"))

import numpy as np  # noqa: E402
from serve_search import one_by_one, read_vectors, serve_search  # noqa: E402
from usearch.index import MetricKind, search  # noqa: E402


class Usearch:
    versions = {"usearch": version("usearch"), "numpy": version("numpy")}

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.queries = read_vectors(settings["queries"], settings["dimension"])
        self.files: dict[str, np.ndarray] = {}

    def query(self, file: str, count: int) -> dict[str, Any]:
        if file not in self.files:
            self.files[file] = read_vectors(file, self.settings["dimension"])
        vectors = self.files[file]
        limit = self.settings["limit"]

        def query(vector: np.ndarray) -> list[int]:
            found = search(vectors, vector, limit, MetricKind.Cos, exact=True, threads=1)
            return [int(key) for key in found.keys]

        return one_by_one(self.queries[:count], query)


serve_search(Usearch)
