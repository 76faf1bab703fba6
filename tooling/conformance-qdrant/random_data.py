"""Makes random points, payloads and filters. All randomness comes from the given `random.Random`."""

import struct
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from qdrant_client import models

MakeCondition = Callable[[Random], Any]

DIMENSION = 4
CITIES = ["Oslo", "Rome", "Lima", "Kyiv", "Bonn"]
TAGS = ["red", "blue", "green", "black"]
WORDS = ["fox", "dog", "runs", "sleeps", "quick", "lazy"]


def float32(value: float) -> float:
    """Returns the nearest float32, so that both sides receive the same number."""
    return struct.unpack("f", struct.pack("f", value))[0]


def random_vector(random: Random) -> list[float]:
    return [float32(random.uniform(-1, 1)) for _ in range(DIMENSION)]


def random_sparse(random: Random) -> models.SparseVector:
    indices = sorted(random.sample(range(12), random.randint(1, 6)))
    return models.SparseVector(indices=indices, values=[float32(random.uniform(0.1, 2)) for _ in indices])


def random_multi(random: Random) -> list[list[float]]:
    return [random_vector(random) for _ in range(random.randint(1, 3))]


def random_id(random: Random) -> int | str:
    return random.randint(0, 40) if random.random() < 0.8 else str(UUID(int=random.randint(1, 12)))


def random_payload(random: Random) -> dict[str, Any]:
    """Returns a random subset of the fields. Each field has one type, because Python compares across types and the server does not."""
    fields = {
        "n": lambda: random.randint(0, 9),
        "price": lambda: float32(random.uniform(0, 100)),
        "flag": lambda: random.random() < 0.5,
        "city": lambda: random.choice(CITIES),
        "tags": lambda: random.sample(TAGS, random.randint(0, 3)),
        "text": lambda: " ".join(random.choices(WORDS, k=random.randint(1, 5))),
        "when": lambda: f"2024-{random.randint(1, 12):02}-{random.randint(1, 28):02}T{random.randint(0, 23):02}:00:00Z",
        "place": lambda: {"lon": random.uniform(-170, 170), "lat": random.uniform(-80, 80)},
        "deep": lambda: {"list": [{"x": random.randint(0, 5), "y": random.choice(CITIES)} for _ in range(random.randint(0, 3))]},
        "nothing": lambda: None,
    }
    return {name: make() for name, make in fields.items() if random.random() < 0.7}


def random_condition(random: Random, ids: list[int | str], depth: int, more: MakeCondition | None) -> Any:
    def match(key: str, value: Any) -> models.FieldCondition:
        return models.FieldCondition(key=key, match=value)

    low, high = sorted([random.uniform(0, 100), random.uniform(0, 100)])
    lon, lat = random.uniform(-100, 100), random.uniform(-40, 40)
    corner = models.GeoBoundingBox(
        top_left=models.GeoPoint(lon=lon - 60, lat=lat + 35), bottom_right=models.GeoPoint(lon=lon + 60, lat=lat - 35)
    )
    triangle = [(lon - 50, lat - 30), (lon + 50, lat - 30), (lon, lat + 35), (lon - 50, lat - 30)]
    polygon = models.GeoPolygon(exterior=models.GeoLineString(points=[models.GeoPoint(lon=x, lat=y) for x, y in triangle]))
    inner = models.FieldCondition(key="x", range=models.Range(gte=random.randint(0, 5)))
    makers = [
        lambda: match("n", models.MatchValue(value=random.randint(0, 9))),
        lambda: match("city", models.MatchValue(value=random.choice(CITIES))),
        lambda: match("flag", models.MatchValue(value=random.random() < 0.5)),
        lambda: match("tags", models.MatchAny(any=random.sample(TAGS, 2))),
        lambda: match("city", models.MatchExcept(**{"except": random.sample(CITIES, 2)})),
        lambda: match("text", models.MatchText(text=random.choice(WORDS))),
        lambda: match("text", models.MatchTextAny(text_any=" ".join(random.sample(WORDS, 2)))),
        lambda: match("text", models.MatchPhrase(phrase=" ".join(random.sample(WORDS, 2)))),
        lambda: match("deep.list[].y", models.MatchValue(value=random.choice(CITIES))),
        lambda: models.FieldCondition(key="price", range=models.Range(gte=low, lt=high)),
        lambda: models.FieldCondition(key="n", range=models.Range(gt=random.randint(0, 9))),
        lambda: models.FieldCondition(key="when", range=models.DatetimeRange(gt=f"2024-{random.randint(1, 12):02}-01T00:00:00Z")),
        lambda: models.FieldCondition(key="place", geo_bounding_box=corner),
        lambda: models.FieldCondition(key="place", geo_radius=models.GeoRadius(center=models.GeoPoint(lon=lon, lat=lat), radius=5e6)),
        lambda: models.FieldCondition(key="place", geo_polygon=polygon),
        lambda: models.FieldCondition(key="tags", values_count=models.ValuesCount(gt=random.randint(0, 2))),
        lambda: models.IsEmptyCondition(is_empty=models.PayloadField(key=random.choice(["tags", "city", "nothing"]))),
        lambda: models.IsNullCondition(is_null=models.PayloadField(key=random.choice(["nothing", "city"]))),
        lambda: models.HasIdCondition(has_id=random.sample(ids, min(len(ids), 5))),
        lambda: models.NestedCondition(nested=models.Nested(key="deep.list", filter=models.Filter(must=[inner]))),
    ]
    if depth > 0 and random.random() < 0.25:
        return random_filter(random, ids, depth - 1, more)
    if more is not None and random.random() < 0.6:
        return more(random)
    return random.choice(makers)()


def random_filter(
    random: Random, ids: list[int | str], depth: int = 2, more: MakeCondition | None = None
) -> models.Filter:
    """`more` makes conditions of other kinds."""

    def conditions() -> list[Any]:
        return [random_condition(random, ids, depth, more) for _ in range(random.randint(1, 3))]

    parts: dict[str, Any] = {}
    for name in random.sample(["must", "should", "must_not"], random.randint(1, 2)):
        parts[name] = conditions()
    if random.random() < 0.2:
        some = conditions()
        parts["min_should"] = models.MinShould(conditions=some, min_count=random.randint(1, len(some)))
    return models.Filter(**parts)
