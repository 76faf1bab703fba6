"""Generates text-queries.json: random texts and text queries, with the BM25 rankings of Python's local mode.

pip install qdrant-client==1.20.0 && python make-text-queries.py > text-queries.json
"""

import json
import random

from qdrant_client import QdrantClient, models

random.seed(7)
WORDS = "the fox dog runs sleeps quick lazy München naïve кот 日本 x2 42 snake_case e-mail".split()
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]


def words(most: int) -> str:
    chosen = random.choices(WORDS, WEIGHTS, k=random.randint(0, most))
    return random.choice([" ", ", ", " - "]).join(random.choice([word, word.upper()]) for word in chosen)


def payload() -> dict:
    value = random.choice([words(12), words(40), words(3), [words(5), words(5)], [words(4), 7, None], 7, None])
    return {"group": random.randint(0, 2), **({} if random.random() < 0.1 else {"text": value})}


def ranking(client: QdrantClient, case: dict) -> list:
    request = models.QueryRequest(**case)
    answer = client.query_points(
        "c",
        query=request.query,
        using=request.using,
        query_filter=request.filter,
        limit=request.limit,
        offset=request.offset or 0,
        score_threshold=request.score_threshold,
    )
    return [{"id": point.id, "score": point.score} for point in answer.points]


def random_case() -> dict:
    case: dict = {"query": {"text": words(5)}, "using": "text", "limit": random.choice([1, 3, 10, 100])}
    if random.random() < 0.5:
        bm25 = {"k": random.choice([None, 0, 0.5, 2, 10]), "b": random.choice([None, 0, 0.3, 1])}
        case["query"]["text"] = {"query": words(6), "scoring": {"bm25": bm25}}
    if random.random() < 0.3:
        case["filter"] = {"must": [{"key": "group", "match": {"value": random.randint(0, 2)}}]}
    if random.random() < 0.3:
        case["offset"] = random.randint(1, 5)
    if random.random() < 0.2:
        case["score_threshold"] = random.choice([0.1, 0.5, 1.0])
    return case


collections = []
for size in [20, 1, 8, 40]:
    client = QdrantClient(":memory:")
    client.create_collection("c", vectors_config={})
    client.create_payload_index("c", "text", models.TextIndexParams(type="text", scoring=True))
    payloads = [payload() for _ in range(size)]
    if size == 20:
        payloads.append({"group": 0, "text": "fox " + "a " * 8194})
    client.upsert("c", [models.PointStruct(id=id, vector={}, payload=each) for id, each in enumerate(payloads)])
    cases = [random_case() for _ in range(40)]
    collections.append({"payloads": payloads, "cases": [{"request": case, "points": ranking(client, case)} for case in cases]})

print(json.dumps(collections, ensure_ascii=False, separators=(",", ":")))
