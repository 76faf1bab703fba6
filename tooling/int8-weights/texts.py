"""Reads the texts for calibration and comparison."""

import json
from pathlib import Path

Text = str | tuple[str, str]


def calibration_texts(file: Path, pairs: bool) -> list[Text]:
    """Returns every text. With `pairs`, returns every passage with a query of the same source."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    if not pairs:
        return [line["text"] for line in lines]
    queries: dict[str, list[str]] = {}
    for line in lines:
        if line["kind"] == "query":
            queries.setdefault(line["source"], []).append(line["text"])
    passages = [line for line in lines if line["kind"] == "passage"]
    counts: dict[str, int] = {}
    result: list[Text] = []
    for line in passages:
        source = line["source"]
        own = queries[source]
        at = counts[source] = counts.get(source, -1) + 1
        result.append((own[at % len(own)], line["text"]))
    return result


def evaluation_texts(sets: Path, count: int, pairs: bool) -> list[Text]:
    """Returns `count` passages and queries, taken evenly from the evaluation sets. With `pairs`, returns passages with a query of their set."""
    folders = sorted(folder for folder in sets.iterdir() if (folder / "corpus.jsonl").exists())
    result: list[Text] = []
    for index, folder in enumerate(folders):
        wanted = count * (index + 1) // len(folders) - count * index // len(folders)
        passages = _texts(folder / "corpus.jsonl")
        queries = _texts(folder / "queries.jsonl")
        pool = passages if pairs else passages + queries
        step = len(pool) / wanted
        for place in range(wanted):
            text = pool[int(place * step)]
            result.append((queries[place % len(queries)], text) if pairs else text)
    return result


def _texts(file: Path) -> list[str]:
    return [json.loads(line)["text"] for line in file.read_text().splitlines()]
