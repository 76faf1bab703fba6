"""Makes random operations. Each has the name of a method of QdrantClient and its arguments."""

import secrets
from dataclasses import dataclass, field
from random import Random
from typing import Any

from qdrant_client import models

from random_data import DIMENSION, random_filter, random_id, random_multi, random_payload, random_sparse, random_vector
from random_mixed import mixed_condition, mixed_indexes, mixed_payload

# Each run has its own collection, because the reference may be a shared server.
COLLECTION = f"x-conformance-{secrets.token_hex(6)}"
DISTANCES = list(models.Distance)
INDEXES = {
    "n": "integer",
    "price": "float",
    "flag": "bool",
    "city": "keyword",
    "tags": "keyword",
    "text": "text",
    "when": "datetime",
    "place": "geo",
    "deep.list[].x": "integer",
}


@dataclass
class Operation:
    method: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass
class Setup:
    """The collection of a round. `ids` contains the ids of its points. `ranks_words`: whether the reference ranks by words.
    Mixed payloads have values of all types in one field."""

    is_named: bool
    distance: models.Distance
    has_idf: bool
    ranks_words: bool = False
    is_mixed: bool = False
    ids: list[int | str] = field(default_factory=list)

    def payload(self, random: Random) -> dict[str, Any]:
        return {**random_payload(random), **(mixed_payload(random) if self.is_mixed else {})}

    def filter(self, random: Random) -> models.Filter:
        return random_filter(random, self.ids, more=mixed_condition if self.is_mixed else None)

    def create(self) -> Operation:
        params = models.VectorParams(size=DIMENSION, distance=self.distance)
        if not self.is_named:
            return Operation("create_collection", {"vectors_config": params})
        multi = models.VectorParams(
            size=DIMENSION,
            distance=self.distance,
            multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
        )
        sparse = models.SparseVectorParams(modifier=models.Modifier.IDF if self.has_idf else None)
        return Operation(
            "create_collection",
            {"vectors_config": {"dense": params, "multi": multi}, "sparse_vectors_config": {"sparse": sparse}},
        )

    @property
    def using(self) -> str | None:
        return "dense" if self.is_named else None


def random_setup(random: Random) -> Setup:
    return Setup(random.random() < 0.6, random.choice(DISTANCES), random.random() < 0.3)


def scoring_index() -> Operation:
    """Returns the only index that Python's local mode supports. Queries by words need it."""
    schema = models.TextIndexParams(type=models.TextIndexType.TEXT, scoring=True, phrase_matching=True)
    return Operation("create_payload_index", {"field_name": "text", "field_schema": schema})


def random_indexes(random: Random, setup: Setup) -> list[Operation]:
    """Returns operations that create indexes of some payload fields."""
    fields: dict[str, Any] = {name: schema for name, schema in INDEXES.items() if random.random() < 0.7}
    if setup.is_mixed:
        fields |= mixed_indexes(random)
    return [Operation("create_payload_index", {"field_name": name, "field_schema": schema}) for name, schema in fields.items()]


def random_write(random: Random, setup: Setup) -> Operation:
    """Returns a write that succeeds on a server. With IDF, it removes nothing, because Python would then count documents wrongly."""
    some_ids = random.sample(setup.ids, min(len(setup.ids), random.randint(1, 4)))
    if len(setup.ids) < 10 or random.random() < 0.35:
        return Operation("upsert", {"points": _points(random, setup), **_conditions(random, setup)})
    selector: Any = some_ids if random.random() < 0.6 else setup.filter(random)
    keys = random.sample(["city", "deep.list[].x", "tags", "price"], 2)
    makers = [
        lambda: Operation("set_payload", {"payload": setup.payload(random), "points": selector}),
        lambda: Operation("set_payload", {"payload": {"z": 1}, "key": "deep", "points": some_ids}),
        lambda: Operation("overwrite_payload", {"payload": setup.payload(random), "points": some_ids}),
        lambda: Operation("delete_payload", {"keys": keys[:1], "points": selector}),
        lambda: Operation("clear_payload", {"points_selector": some_ids}),
        lambda: Operation("update_vectors", {"points": [_vectors(random, setup, id) for id in some_ids]}),
        lambda: Operation("batch_update_points", {"update_operations": _batch(random, setup, some_ids)}),
    ]
    if not setup.has_idf:
        makers += [
            lambda: Operation("delete", {"points_selector": some_ids}),
            lambda: Operation("delete", {"points_selector": models.FilterSelector(filter=setup.filter(random))}),
        ]
        if setup.is_named:
            makers.append(lambda: Operation("delete_vectors", {"vectors": ["multi"], "points": some_ids}))
    return random.choice(makers)()


def _conditions(random: Random, setup: Setup) -> dict[str, Any]:
    """Returns a random update mode and filter, or none. With IDF, no point is replaced, so it returns none."""
    if setup.has_idf or random.random() < 0.6:
        return {}
    filter = setup.filter(random) if random.random() < 0.5 else None
    return {"update_mode": random.choice(list(models.UpdateMode)), "update_filter": filter}


def _batch(random: Random, setup: Setup, ids: list[int | str]) -> list[Any]:
    return [
        models.UpsertOperation(upsert=models.PointsList(points=_points(random, setup))),
        models.SetPayloadOperation(set_payload=models.SetPayload(payload={"batch": 1}, points=ids)),
        models.ClearPayloadOperation(clear_payload=models.PointIdsList(points=ids[:1])),
    ]


def _points(random: Random, setup: Setup) -> list[models.PointStruct]:
    ids = [random_id(random) for _ in range(random.randint(1, 6))]
    if setup.has_idf:
        ids = [id for id in ids if id not in setup.ids] or [random.randint(1000, 2**63)]
    return [
        models.PointStruct(id=id, vector=_all_vectors(random, setup), payload=setup.payload(random))
        for id in dict.fromkeys(ids)
    ]


def _all_vectors(random: Random, setup: Setup) -> Any:
    if not setup.is_named:
        return random_vector(random)
    makers = {"dense": random_vector, "multi": random_multi, "sparse": random_sparse}
    return {name: make(random) for name, make in makers.items() if random.random() < 0.9}


def _vectors(random: Random, setup: Setup, id: int | str) -> models.PointVectors:
    vector = {"dense": random_vector(random)} if setup.is_named else random_vector(random)
    return models.PointVectors(id=id, vector=vector)
