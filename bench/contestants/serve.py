"""Serves a Python contestant with the commands and answers of serve.mjs."""

import itertools
import json
import os
import sys
import time
from typing import Any, Callable, Iterable, Iterator


def serve(load: Callable[[dict[str, Any]], Any]) -> None:
    """Loads the contestant, embeds one text, reports that it is ready, and answers commands until stdin ends."""
    # Libraries may print to stdout. Their output goes to stderr, so it does not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    contestant = load(json.loads(sys.argv[1]))
    first = next(iter(contestant.embed(["hello world"])))
    versions = {"python": sys.version.split()[0], **contestant.versions}
    say({"ready": True, "dimension": len(first), "versions": versions})
    for line in sys.stdin:
        try:
            say(answer(contestant, **json.loads(line)))
        except Exception as error:  # the driver decides what a failure means
            say({"error": f"{type(error).__name__}: {error}"})


def answer(contestant: Any, task: str, file: str, count: int) -> dict[str, Any]:
    if task == "embed":
        texts = list(read(file, count))
        return timed(count, lambda: consume(contestant.embed(texts)))
    if task == "stream":
        return timed(count, lambda: consume(contestant.stream(read(file, count))))
    if task == "rerank":
        query, *documents = read(file, count + 1)
        contestant.load_reranker()
        return timed(count, lambda: {"scores": [float(score) for score in contestant.rerank(query, documents)]})
    if task == "one-by-one":
        texts = list(read(file, count))
        return timed(count, lambda: one_by_one(contestant, texts))
    if task == "vectors":
        return {"vectors": [[float(value) for value in row] for row in contestant.embed(list(read(file, count)))]}
    raise ValueError(f'Unknown task "{task}".')


def read(file: str, count: int) -> Iterator[str]:
    with open(file, encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            yield json.loads(line)["text"]


def timed(items: int, work: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    start = time.perf_counter()
    result = work()
    return {"seconds": time.perf_counter() - start, "items": items, **(result or {})}


def consume(vectors: Iterable[Any]) -> None:
    for _ in vectors:
        pass


def one_by_one(contestant: Any, texts: list[str]) -> dict[str, Any]:
    latencies = []
    for text in texts:
        start = time.perf_counter()
        consume(contestant.embed([text]))
        latencies.append((time.perf_counter() - start) * 1000)
    return {"latenciesMs": latencies}
