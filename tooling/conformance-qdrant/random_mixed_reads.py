"""Random queries that Python's local mode does not support, or answers differently. They are for references that run Qdrant's own code."""

from random import Random
from typing import Any

from qdrant_client import models

from random_data import random_multi, random_sparse, random_vector
from random_mixed import QUERIES
from random_operations import Setup

CONDITION = models.FieldCondition(key="city", match=models.MatchAny(any=["Oslo", "Rome"]))
ORDERED = ["n", "price", "when", "moment", "deep.list[].x"]
DEFAULTS = {"price": 10.0, "n": 1.0, "when": "2024-05-01T00:00:00Z", "place": {"lon": 1.0, "lat": 2.0}, "deep.list[0].x": 2}


def mixed_query(random: Random, setup: Setup) -> dict[str, Any]:
    makers = [_words, _formula, _formula, _ordered]
    if setup.is_named:
        makers += [_scoped_frequencies, _diverse, _fused]
    return random.choice(makers)(random, setup)


def _words(random: Random, setup: Setup) -> dict[str, Any]:
    bm25 = models.Bm25Params(k=random.choice([None, 0, 0.7, 3]), b=random.choice([None, 0, 0.4, 1]))
    scoring = random.choice([None, models.Bm25Scoring(bm25=bm25)])
    scored = models.TextQueryInput(query=random.choice(QUERIES), scoring=scoring)
    return {"query": models.TextQuery(text=scored), "using": random.choice(["words", "text"])}


def _formula(random: Random, setup: Setup) -> dict[str, Any]:
    defaults = {key: value for key, value in DEFAULTS.items() if random.random() < 0.9}
    query = models.FormulaQuery(formula=_expression(random, 3), defaults=defaults)
    filter = setup.filter(random) if random.random() < 0.5 else None
    prefetch = models.Prefetch(query=random_vector(random), using=setup.using, limit=100, filter=filter)
    return {"query": query, "prefetch": prefetch, "limit": 100}


def _expression(random: Random, depth: int) -> Any:
    leaves = [
        lambda: random.choice([0.0, 1.0, -2.5, 0.3, 1e6]),
        lambda: random.choice(["$score", "$score[0]", "n", "price", "deep.list[0].x", "mixed", "tags", "none"]),
        lambda: CONDITION,
        lambda: _geo_distance(random),
        lambda: models.DatetimeKeyExpression(datetime_key=random.choice(["when", "moment"])),
        lambda: models.DatetimeExpression(datetime=random.choice(["2024-06-01T00:00:00Z", "2024-06-01"])),
    ]
    if depth == 0 or random.random() < 0.2:
        return random.choice(leaves)()

    def inner() -> Any:
        return _expression(random, depth - 1)

    decay = models.DecayParamsExpression(
        x=inner(),
        target=random.choice([None, 1.0, 50.0]),
        scale=random.choice([None, 1.0, 20.0]),
        midpoint=random.choice([None, 0.1, 0.9]),
    )
    zero = random.choice([None, 0.5])
    operators = [
        lambda: models.SumExpression(sum=[inner() for _ in range(random.randint(0, 3))]),
        lambda: models.MultExpression(mult=[inner() for _ in range(random.randint(0, 3))]),
        lambda: models.MaxExpression(max=[inner() for _ in range(random.randint(1, 3))]),
        lambda: models.MinExpression(min=[inner() for _ in range(random.randint(1, 3))]),
        lambda: models.NegExpression(neg=inner()),
        lambda: models.AbsExpression(abs=inner()),
        lambda: models.SqrtExpression(sqrt=inner()),
        lambda: models.ExpExpression(exp=inner()),
        lambda: models.LnExpression(ln=inner()),
        lambda: models.Log10Expression(log10=inner()),
        lambda: models.AcoshExpression(acosh=inner()),
        lambda: models.PowExpression(pow=models.PowParams(base=inner(), exponent=random.choice([2.0, 0.5, -1.0]))),
        lambda: models.DivExpression(div=models.DivParams(left=inner(), right=inner(), by_zero_default=zero)),
        lambda: models.GaussDecayExpression(gauss_decay=decay),
        lambda: models.ExpDecayExpression(exp_decay=decay),
        lambda: models.LinDecayExpression(lin_decay=decay),
    ]
    return random.choice(operators)()


def _geo_distance(random: Random) -> models.GeoDistance:
    origin = models.GeoPoint(lon=random.uniform(-170, 170), lat=random.uniform(-80, 80))
    return models.GeoDistance(geo_distance=models.GeoDistanceParams(origin=origin, to=random.choice(["place", "spot"])))


def mixed_order(random: Random) -> models.OrderBy:
    key = random.choice(ORDERED)
    moments = ["2024-03-01T09:00:00Z", "2024-07-01T00:00:00+02:00"]
    start = random.choice(moments) if key in {"when", "moment"} else random.choice([3, 5.5, 50])
    return models.OrderBy(key=key, direction=random.choice(list(models.Direction)), start_from=random.choice([None, start]))


def _ordered(random: Random, setup: Setup) -> dict[str, Any]:
    return {"query": models.OrderByQuery(order_by=mixed_order(random)), "limit": 100}


def _scoped_frequencies(random: Random, setup: Setup) -> dict[str, Any]:
    scope = models.IdfCorpusParams(corpus=setup.filter(random))
    params = models.SearchParams(idf=scope) if setup.has_idf else None
    return {"query": random_sparse(random), "using": "sparse", "search_params": params}


def _diverse(random: Random, setup: Setup) -> dict[str, Any]:
    using, vector = random.choice([("multi", random_multi(random)), ("dense", random_vector(random))])
    # Excludes 0.5, because it makes many Manhattan distances equal.
    # An offset needs a candidates_limit here, because a server's collection, not its shard, chooses the default.
    limit, offset = random.choice([(None, 0), (100, 0), (100, 2)])
    mmr = models.Mmr(diversity=random.choice([0.0, 0.3, 1.0]), candidates_limit=limit)
    return {"query": models.NearestQuery(nearest=vector, mmr=mmr), "using": using, "offset": offset}


def _fused(random: Random, setup: Setup) -> dict[str, Any]:
    """Returns a fusion of complete lists, so no limit separates points with equal scores."""
    prefetches = [
        models.Prefetch(query=random_vector(random), using="dense", limit=100, score_threshold=random.choice([None, 0.1])),
        models.Prefetch(query=random_sparse(random), using="sparse", limit=100),
        models.Prefetch(query=random_multi(random), using="multi", limit=100, filter=setup.filter(random)),
    ]
    fusions = [models.FusionQuery(fusion=models.Fusion.DBSF), models.RrfQuery(rrf=models.Rrf(k=random.choice([None, 1, 60])))]
    return {"query": random.choice(fusions), "prefetch": prefetches, "score_threshold": random.choice([None, 0.2, 0.6])}
