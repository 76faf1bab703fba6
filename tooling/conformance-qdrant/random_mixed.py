"""Random payloads, filters and indexes with values of mixed types, texts, paths and all settings.

They are for references that run Qdrant's own code. Python's local mode soon differs from a server on these.
"""

from random import Random
from typing import Any

from qdrant_client import models

TEXTS = [
    "The quick brown foxes were jumping over lazy dogs",
    "Größe über alles, naïve café",
    "parseHTTPHeader snake_case kebab-case x86_64",
    "running runner runs ran",
    "don't stop! it's 3.14 or 1,000",
    "東京都に住む",
    "Привет мир, бегущие люди",
    "a an the of",
    "",
    "  spaces\tand\nlines  ",
    "I ❤ emoji 👩‍👩‍👧 ok",
    "İstanbul straße ﬁne",
    "The The the",
]
QUERIES = [
    *TEXTS, "fox", "RUN", "cafe", "naive", "http", "header", "jump", "the fox", "quick brown", "stop it", "東京", "мир", "3.14",
    "snake", "it", "qui", "ru", "the The", "the quick",
]
MIXED = [
    0, 1, -1, 10, 10.0, 0.5, -0.0, 1e10, "1", "red", "redder", "", True, False, [], {}, [1, "red"], [[1, 2], [3]], {"x": 1},
    [{"x": 1}, {"x": "red"}, 5], [{"x": None}],
]
DATES = [
    "2024-03-01", "2024-03-01T10:00:00", "2024-03-01T10:00:00Z", "2024-03-01T10:00:00+02:00",
    "2024-03-01 10:00:00", "2024-03-01T10:00",
    "2024-03-01T10:00:00.123456789Z", "2024-02-30", "yesterday", 1709287200,
    "1969-12-31T23:59:59Z", "2024-03-01 10:00:00 +0200", "2024-03-01T10:00:00.5",
]
PLACES = [
    {"lon": 0, "lat": 0}, {"lon": 180.0, "lat": 90.0}, {"lon": -180.0, "lat": -90.0}, {"lon": 179.9, "lat": 10},
    {"lon": -179.9, "lat": 10}, {"lat": 5}, [{"lon": 1, "lat": 1}, {"lon": 50, "lat": 50}], "0,0",
    {"lon": "1", "lat": 1}, {"lon": 1, "lat": 1, "alt": 3},
]
UUID = "550e8400-e29b-41d4-a716-446655440000"
UUIDS = [UUID, UUID.upper(), UUID.replace("-", "")]
FIELDS: dict[str, list[Any]] = {
    "mixed": MIXED, "words": TEXTS, "moment": DATES, "spot": PLACES, "uuid": UUIDS, "label": [*UUIDS, "not a uuid"],
}
# Paths into the fields above and into `deep` of the plain payloads.
KEYS = [
    "mixed", "mixed[]", "mixed[0]", "mixed[1]", "mixed.x", "mixed[].x", "mixed[][]", "words", "words[]", "moment", "moment[]",
    "spot", "uuid", "label", "deep", "deep.list", "deep.list[]", "deep.list[0]", "deep.list[].x", "deep.list[0].x", "deep.list.x",
    "tags", "tags[]", "tags[0]", "city", "n", "price", "none", "odd key", '"odd.key"',
]
ARRAYS = ["deep.list", "deep.list[]", "mixed"]


def mixed_payload(random: Random) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for name, values in FIELDS.items():
        if random.random() < 0.7:
            # A list contains no null beside other values: see decision 0068.
            some = random.choices(values, k=random.randint(0, 3))
            payload[name] = random.choice([*values, None]) if random.random() < 0.7 else some
    if random.random() < 0.2:
        payload["odd key"], payload["odd.key"] = random.choice(MIXED), random.choice(MIXED)
    return payload


def mixed_condition(random: Random) -> Any:
    def moment() -> str | None:
        days = ["2024-03-01T08:00:00Z", "2024-03-01T10:00:00Z", "1970-01-01T00:00:00Z", "2024-03-01T10:00:00.123456Z"]
        return random.choice([None, *days])

    def number() -> float | None:
        return random.choice([None, 0, 1, 0.5, -1, 10, 5])

    def some(values: list[Any]) -> list[Any]:
        return random.sample(values, random.randint(0, 3))

    words, numbers = ["red", "redder", "1", "", "Oslo", "blue", *UUIDS[:3]], [0, 1, 10, -1, 2, 3]
    lower, upper = random.choice(["gt", "gte"]), random.choice(["lt", "lte"])
    key = random.choice(KEYS)
    text = random.choice(QUERIES)
    # Edge's geo index finds nothing in boxes that reach a pole or span the globe, or in wide boxes across the antimeridian.
    west, east = random.choice([(-10, 60), (-10, 180), (-180, 60), (170, 180), (170, -170), (-170, 170)])
    box = models.GeoBoundingBox(
        top_left=models.GeoPoint(lon=west, lat=random.choice([20, 80])),
        bottom_right=models.GeoPoint(lon=east, lat=random.choice([-5, -80])),
    )
    center = models.GeoPoint(lon=random.choice([0, 180, 50]), lat=random.choice([0, 10, 60]))
    ring = [(-10, -10), (random.choice([60, 20]), -10), (60, 60), (-10, 60), (-10, -10)]
    hole = [(-1, -1), (2, -1), (2, 2), (-1, 2), (-1, -1)]
    exterior, interior = (
        models.GeoLineString(points=[models.GeoPoint(lon=x, lat=y) for x, y in line]) for line in (ring, hole)
    )
    fields = [
        lambda: {"match": models.MatchValue(value=random.choice([*words, *numbers]))},
        lambda: {"match": models.MatchAny(any=random.choice([some(words), some(numbers)]))},
        lambda: {"match": models.MatchExcept(**{"except": random.choice([some(words), some(numbers)])})},
        lambda: {"match": models.MatchText(text=text)},
        lambda: {"match": models.MatchTextAny(text_any=text)},
        lambda: {"match": models.MatchPhrase(phrase=text)},
        lambda: {"match": models.MatchPrefix(prefix=random.choice(["re", "red", "", "O", "55"]))},
        lambda: {"match": models.MatchSubstring(substring=random.choice(["ed", "red", "", "E", "e84"]))},
        # One bound per side: Edge's indexes use only one of two.
        lambda: {"range": models.Range(**{lower: number() or 0, upper: number()})},
        lambda: {"range": models.DatetimeRange(**{lower: moment() or "2020-01-01", upper: moment()})},
        lambda: {"values_count": models.ValuesCount(gte=random.randint(0, 2), lt=random.choice([None, 1, 3]))},
        lambda: {"geo_bounding_box": box},
        lambda: {"geo_radius": models.GeoRadius(center=center, radius=random.choice([1.0, 2e5, 3e6, 1.5e7]))},
        lambda: {"geo_polygon": models.GeoPolygon(exterior=exterior, interiors=random.choice([None, [interior]]))},
        lambda: {"is_empty": random.random() < 0.5},
        lambda: {"is_null": random.random() < 0.5},
    ]
    conditions = [
        lambda: models.IsEmptyCondition(is_empty=models.PayloadField(key=key)),
        lambda: models.IsNullCondition(is_null=models.PayloadField(key=key)),
        lambda: models.HasVectorCondition(has_vector=random.choice(["dense", "sparse", "multi", ""])),
        lambda: models.NestedCondition(nested=models.Nested(key=random.choice(ARRAYS), filter=_nested(random))),
    ]
    if random.random() < 0.25:
        return random.choice(conditions)()
    # Half of the conditions have a value of a type that the field contains.
    kinds = {"words": fields[3:6], "moment": fields[9:10], "spot": fields[11:14]}
    if random.random() < 0.5:
        key = random.choice(list(kinds))
        fields = kinds[key]
    return models.FieldCondition(key=key, **random.choice(fields)())


def _nested(random: Random) -> models.Filter:
    conditions: list[Any] = [
        models.FieldCondition(key="x", match=models.MatchValue(value=random.choice([0, 1, "red"]))),
        models.FieldCondition(key="y", match=models.MatchAny(any=["Oslo", "Rome"])),
        models.IsEmptyCondition(is_empty=models.PayloadField(key=random.choice(["x", "y", "z"]))),
        models.FieldCondition(key="x", range=models.Range(gte=2)),
    ]
    names = random.sample(["must", "must_not", "should"], random.randint(1, 2))
    return models.Filter(**{name: random.sample(conditions, random.randint(1, 2)) for name in names})


def mixed_indexes(random: Random) -> dict[str, Any]:
    """Returns index settings by field. Edge's indexes hide values of other types. Decision 0068 explains why the embedded engine does not."""
    keyword = models.KeywordIndexParams(type="keyword", prefix=random.random() < 0.5)
    makers: dict[str, list[Any]] = {
        "words": ["text", text_index(random), text_index(random), text_index(random), keyword],
        "moment": ["datetime"],
        "spot": ["geo"],
        "uuid": ["uuid", keyword],
        "label": [keyword],
        "tags": [keyword],
        "deep.list[].x": [models.IntegerIndexParams(type="integer", nested="deep.list"), "integer"],
        "deep.list[].y": [models.KeywordIndexParams(type="keyword", nested="deep.list"), "keyword"],
    }
    return {name: random.choice(choices) for name, choices in makers.items() if random.random() < 0.6}


def text_index(random: Random) -> models.TextIndexParams:
    def maybe(*values: Any) -> Any:
        return random.choice([None, *values])

    custom = models.StopwordsSet(languages=maybe(["english"]), custom=maybe(["quick", "The"]))
    stemmers = [models.SnowballParams(type="snowball", language=name) for name in ["english", "german", "russian", "turkish"]]
    return models.TextIndexParams(
        type="text",
        tokenizer=maybe("word", "whitespace", "prefix", "multilingual", "code"),
        min_token_len=maybe(1, 2, 3),
        max_token_len=maybe(3, 6, 20),
        lowercase=maybe(True, False),
        ascii_folding=maybe(True, False),
        phrase_matching=maybe(True),
        stopwords=maybe("english", custom),
        stemmer=maybe(*stemmers, models.DisabledStemmerParams(type="none")),
        scoring=maybe(True, False),
    )
