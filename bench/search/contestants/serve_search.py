"""Serves a Python contestant of the search benchmark with the commands and answers of serve-search.mjs."""

import json
import os
import sys
import time
from typing import Any, Callable

import numpy as np

GROUPS = 10


def serve_search(load: Callable[[dict[str, Any]], Any]) -> None:
    """Loads the contestant, reports that it is ready, and answers commands until stdin ends."""
    # Libraries may print to stdout. Their output goes to stderr, so it does not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    contestant = load(json.loads(sys.argv[1]))
    say({"ready": True, "versions": {"python": sys.version.split()[0], **contestant.versions}})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            say(getattr(contestant, command["task"].replace("-", "_"))(command["file"], command["count"]))
        except Exception as error:  # the driver decides what a failure means
            say({"error": f"{type(error).__name__}: {error}"})


def read_vectors(file: str, dimension: int) -> np.ndarray:
    return np.fromfile(file, dtype=np.float32).reshape(-1, dimension)


def one_by_one(queries: np.ndarray, query: Callable[[np.ndarray], list[int]]) -> dict[str, Any]:
    latencies = []
    hits: list[int] = []
    start = time.perf_counter()
    for index, vector in enumerate(queries):
        began = time.perf_counter()
        found = query(vector)
        latencies.append((time.perf_counter() - began) * 1000)
        if index == 0:
            hits = found
    return {"seconds": time.perf_counter() - start, "items": len(queries), "latenciesMs": latencies, "hits": hits}
