"""Makes random reads, which change nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from qdrant_client import models

from random_data import WORDS, random_multi, random_sparse, random_vector
from random_mixed_reads import mixed_order, mixed_query
from random_operations import COLLECTION, Operation, Setup


def random_read(random: Random, setup: Setup) -> Operation:
    makers = [_retrieve, _scroll, _ordered_scroll, _count, _facet, _matrix, _groups, _batch_query]
    weights = [1, 2, 1, 2, 1, 1, 2, 1]
    if random.random() < 0.6:
        return Operation("query_points", _query(random, setup))
    return random.choices(makers, weights)[0](random, setup)


def _maybe_filter(random: Random, setup: Setup) -> models.Filter | None:
    return setup.filter(random) if random.random() < 0.5 else None


def _retrieve(random: Random, setup: Setup) -> Operation:
    ids = random.sample(setup.ids, min(len(setup.ids), 5)) + [999]
    return Operation("retrieve", {"ids": ids, "with_vectors": True})


def _scroll(random: Random, setup: Setup) -> Operation:
    offset = random.choice(setup.ids) if setup.ids and random.random() < 0.3 else None
    arguments = {"scroll_filter": _maybe_filter(random, setup), "limit": random.randint(1, 15), "offset": offset}
    return Operation("scroll", {**arguments, "with_payload": random.choice([True, ["city", "deep.list[].x"]])})


def _ordered_scroll(random: Random, setup: Setup) -> Operation:
    order = models.OrderBy(key=random.choice(["n", "price", "when"]), direction=random.choice(list(models.Direction)))
    if setup.is_mixed:
        order = mixed_order(random)
    # The limit exceeds the number of points. A lower limit could cut equal values at different points.
    return Operation("scroll", {"scroll_filter": _maybe_filter(random, setup), "order_by": order, "limit": 100})


def _count(random: Random, setup: Setup) -> Operation:
    return Operation("count", {"count_filter": setup.filter(random)})


def _facet(random: Random, setup: Setup) -> Operation:
    key = random.choice(["city", "tags", "n", "flag"])
    return Operation("facet", {"key": key, "facet_filter": _maybe_filter(random, setup), "limit": 20})


def _matrix(random: Random, setup: Setup) -> Operation:
    method = random.choice(["search_matrix_pairs", "search_matrix_offsets"])
    # The sample size exceeds the number of points, so the sample contains every point.
    return Operation(method, {"sample": 1000, "limit": 3, "using": setup.using})


def _groups(random: Random, setup: Setup) -> Operation:
    arguments = {"query": random_vector(random), "using": setup.using, "query_filter": _maybe_filter(random, setup)}
    # The lookup reads the collection itself, where the value of a group is the id of a point.
    lookup = COLLECTION if random.random() < 0.3 else None
    group_by = "n" if lookup else random.choice(["city", "n", "tags"])
    sizes = {"group_size": 2, "limit": 3}
    return Operation("query_points_groups", {**arguments, **sizes, "group_by": group_by, "with_lookup": lookup})


def _batch_query(random: Random, setup: Setup) -> Operation:
    requests = [
        models.QueryRequest(query=_nearest(random, setup), using=setup.using, limit=5, filter=_maybe_filter(random, setup))
        for _ in range(2)
    ]
    return Operation("query_batch_points", {"requests": requests})


def _nearest(random: Random, setup: Setup) -> Any:
    return random_vector(random)


@dataclass
class Space:
    using: str | None
    make: Callable[[Random], Any]

    def example(self, random: Random, setup: Setup) -> Any:
        return random.choice(setup.ids) if setup.ids and random.random() < 0.3 else self.make(random)


def _space(random: Random, setup: Setup) -> Space:
    """Returns a vector name to search, with a function that makes examples for it."""
    if not setup.is_named:
        return Space(None, random_vector)
    return random.choice([Space("dense", random_vector), Space("multi", random_multi), Space("sparse", random_sparse)])


def _query(random: Random, setup: Setup) -> dict[str, Any]:
    plain = [_plain, _plain, _sparse, _multi, _mmr, _ordered, _looked_up]
    by_examples = [_recommend, _recommend, _discover, _context, _feedback]
    by_words = [_words, _words] if setup.ranks_words else []
    kind = random.choice([*plain, *by_examples, *by_words, _fusion, _formula, _rescored])
    if setup.is_mixed and random.random() < 0.5:
        kind = mixed_query
    common = {"query_filter": _maybe_filter(random, setup), "limit": random.randint(1, 12), "with_payload": True}
    return {**common, **kind(random, setup)}


def _plain(random: Random, setup: Setup) -> dict[str, Any]:
    threshold = random.uniform(-1, 1) if random.random() < 0.2 else None
    return {
        "query": _nearest(random, setup),
        "using": setup.using,
        "offset": random.randint(0, 3),
        "score_threshold": threshold,
        "with_vectors": random.random() < 0.3,
    }


def _sparse(random: Random, setup: Setup) -> dict[str, Any]:
    return {"query": random_sparse(random), "using": "sparse"} if setup.is_named else _plain(random, setup)


def _multi(random: Random, setup: Setup) -> dict[str, Any]:
    return {"query": random_multi(random), "using": "multi"} if setup.is_named else _plain(random, setup)


def _words(random: Random, setup: Setup) -> dict[str, Any]:
    text = " ".join(random.choices([*WORDS, "unknown"], k=random.randint(0, 4)))
    bm25 = models.Bm25Params(k=random.choice([None, 0, 0.7, 3]), b=random.choice([None, 0, 0.4, 1]))
    scored = models.TextQueryInput(query=text, scoring=random.choice([None, models.Bm25Scoring(bm25=bm25)]))
    threshold = random.uniform(0, 2) if random.random() < 0.2 else None
    query = models.TextQuery(text=random.choice([text, scored]))
    return {"query": query, "using": "text", "score_threshold": threshold}


def _recommend(random: Random, setup: Setup) -> dict[str, Any]:
    space = _space(random, setup)
    positive = [space.example(random, setup) for _ in range(random.randint(1, 3))]
    negative = [space.example(random, setup) for _ in range(random.randint(0, 2))]
    strategy = random.choice(list(models.RecommendStrategy))
    recommendation = models.RecommendInput(positive=positive, negative=negative, strategy=strategy)
    return {"query": models.RecommendQuery(recommend=recommendation), "using": space.using}


def _pairs(random: Random, setup: Setup, space: Space) -> list[models.ContextPair]:
    return [
        models.ContextPair(positive=space.example(random, setup), negative=space.example(random, setup))
        for _ in range(random.randint(1, 3))
    ]


def _discover(random: Random, setup: Setup) -> dict[str, Any]:
    space = _space(random, setup)
    discovery = models.DiscoverInput(target=space.example(random, setup), context=_pairs(random, setup, space))
    return {"query": models.DiscoverQuery(discover=discovery), "using": space.using}


def _context(random: Random, setup: Setup) -> dict[str, Any]:
    space = _space(random, setup)
    # The limit exceeds the number of points. Many points score 0, and their order is undefined.
    query = models.ContextQuery(context=_pairs(random, setup, space))
    return {"query": query, "using": space.using, "limit": 100}


def _feedback(random: Random, setup: Setup) -> dict[str, Any]:
    space = _space(random, setup)
    feedback = [
        models.FeedbackItem(example=space.make(random), score=random.uniform(0, 1)) for _ in range(random.randint(2, 4))
    ]
    weights = models.NaiveFeedbackStrategyParams(a=random.uniform(0.1, 1), b=random.uniform(0.1, 1), c=random.uniform(0.1, 1))
    strategy = models.NaiveFeedbackStrategy(naive=weights)
    given = models.RelevanceFeedbackInput(target=space.make(random), feedback=feedback, strategy=strategy)
    return {"query": models.RelevanceFeedbackQuery(relevance_feedback=given), "using": space.using}


def _looked_up(random: Random, setup: Setup) -> dict[str, Any]:
    """Queries by a stored vector. Both sides refuse a point that lacks it."""
    place = models.LookupLocation(collection=COLLECTION, vector=setup.using)
    return {"query": random.choice(setup.ids or [0]), "using": setup.using, "lookup_from": place}


def _rescored(random: Random, setup: Setup) -> dict[str, Any]:
    """Rescores two levels of prefetches."""
    inner = models.Prefetch(prefetch=_prefetches(random, setup), query=models.FusionQuery(fusion=models.Fusion.RRF), limit=100)
    return {"query": random_vector(random), "using": setup.using, "prefetch": inner}


def _prefetches(random: Random, setup: Setup) -> list[models.Prefetch]:
    prefetches = [
        models.Prefetch(query=random_vector(random), using=setup.using, limit=8, filter=_maybe_filter(random, setup))
        for _ in range(random.randint(1, 3))
    ]
    if setup.is_named:
        prefetches.append(models.Prefetch(query=random_sparse(random), using="sparse", limit=6))
    return prefetches


def _fusion(random: Random, setup: Setup) -> dict[str, Any]:
    prefetches = _prefetches(random, setup)
    weights = [float(random.randint(1, 3)) for _ in prefetches]
    queries = [
        models.FusionQuery(fusion=models.Fusion.RRF),
        models.FusionQuery(fusion=models.Fusion.DBSF),
        models.RrfQuery(rrf=models.Rrf(k=random.randint(1, 60), weights=weights)),
    ]
    return {"query": random.choice(queries), "prefetch": prefetches}


def _formula(random: Random, setup: Setup) -> dict[str, Any]:
    city = models.FieldCondition(key="city", match=models.MatchValue(value="Oslo"))
    boost = models.MultExpression(mult=[random.uniform(0.1, 2), city])
    price = models.DecayParamsExpression(x="price", target=50.0, scale=20.0, midpoint=0.4)
    day = models.DatetimeKeyExpression(datetime_key="when")
    days = models.DecayParamsExpression(x=day, target=models.DatetimeExpression(datetime="2024-06-01T00:00:00Z"), scale=5e6)
    parts = [
        models.GaussDecayExpression(gauss_decay=price),
        models.ExpDecayExpression(exp_decay=price),
        models.LinDecayExpression(lin_decay=days),
        models.DivExpression(div=models.DivParams(left="n", right="price", by_zero_default=0.5)),
        models.PowExpression(pow=models.PowParams(base="n", exponent=2.0)),
        models.AbsExpression(abs=models.NegExpression(neg="$score")),
        models.Log10Expression(log10=models.SumExpression(sum=["n", 1.0])),
    ]
    formula = models.SumExpression(sum=["$score", boost, *random.sample(parts, 2)])
    defaults = {"price": 10.0, "n": 1.0, "when": "2024-05-01T00:00:00Z"}
    query = models.FormulaQuery(formula=formula, defaults=defaults)
    return {"query": query, "prefetch": _prefetches(random, setup)[0]}


def _mmr(random: Random, setup: Setup) -> dict[str, Any]:
    mmr = models.Mmr(diversity=random.uniform(0.1, 0.9), candidates_limit=20)
    return {"query": models.NearestQuery(nearest=random_vector(random), mmr=mmr), "using": setup.using}


def _ordered(random: Random, setup: Setup) -> dict[str, Any]:
    order = models.OrderBy(key=random.choice(["n", "price"]), direction=random.choice(list(models.Direction)))
    return {"query": models.OrderByQuery(order_by=order), "limit": 100}
