"""Converts vectors, queries and formulas of qdrant-client to those of Qdrant Edge. Point ids in queries have already been replaced by vectors."""

from datetime import date
from typing import Any

import qdrant_edge as edge
from qdrant_client import models

from edge_filters import to_condition, to_filter, to_geo_point

DIRECTIONS = {None: None, models.Direction.ASC: edge.Direction.Asc, models.Direction.DESC: edge.Direction.Desc}
# Expressions with one operand, and expressions with a list of operands.
OPERATORS = ["mult", "sum", "max", "min", "neg", "abs", "sqrt", "exp", "log10", "ln", "acosh"]
DECAYS = {"lin_decay": edge.DecayKind.Lin, "gauss_decay": edge.DecayKind.Gauss, "exp_decay": edge.DecayKind.Exp}


def to_vector(given: Any) -> Any:
    """Converts a vector of any kind, or the named vectors of a point."""
    if isinstance(given, dict):
        return {name: to_vector(vector) for name, vector in given.items()}
    return edge.SparseVector(given.indices, given.values) if isinstance(given, models.SparseVector) else given


def from_vector(given: Any) -> Any:
    if isinstance(given, dict):
        return {name: from_vector(vector) for name, vector in given.items()}
    return {"indices": given.indices, "values": given.values} if isinstance(given, edge.SparseVector) else given


def to_order(given: str | models.OrderBy) -> edge.OrderBy:
    if isinstance(given, str):
        return edge.OrderBy(given)
    start = given.start_from.isoformat() if isinstance(given.start_from, date) else given.start_from
    return edge.OrderBy(given.key, DIRECTIONS[given.direction], start)


def to_params(given: models.SearchParams | None) -> edge.SearchParams | None:
    if given is None:
        return None
    corpus = given.idf.corpus if isinstance(given.idf, models.IdfCorpusParams) else None
    idf = None if given.idf is None else edge.IdfParams(to_filter(corpus))
    return edge.SearchParams(exact=bool(given.exact), idf=idf)


def to_query(given: Any, using: str | None, limit: int) -> Any:
    match given:
        case None:
            return None
        case models.NearestQuery(nearest=nearest, mmr=None):
            return edge.Query.Nearest(to_vector(nearest), using)
        case models.NearestQuery(nearest=models.SparseVector()):
            raise NotImplementedError("Edge has no diversity of sparse vectors")
        case models.NearestQuery(nearest=nearest, mmr=mmr):
            relevance = 0.5 if mmr.diversity is None else 1 - mmr.diversity
            return edge.Mmr(to_vector(nearest), relevance, limit if mmr.candidates_limit is None else mmr.candidates_limit, using)
        case models.RecommendQuery(recommend=recommend):
            query = edge.RecommendQuery(_vectors(recommend.positive), _vectors(recommend.negative))
            if recommend.strategy == models.RecommendStrategy.BEST_SCORE:
                return edge.Query.RecommendBestScore(query, using)
            if recommend.strategy == models.RecommendStrategy.SUM_SCORES:
                return edge.Query.RecommendSumScores(query, using)
        case models.DiscoverQuery(discover=discover):
            return edge.Query.Discover(edge.DiscoverQuery(to_vector(discover.target), _pairs(discover.context)), using)
        case models.ContextQuery(context=context):
            return edge.Query.Context(edge.ContextQuery(_pairs(context)), using)
        case models.RelevanceFeedbackQuery(relevance_feedback=feedback):
            items = [edge.FeedbackItem(to_vector(item.example), item.score) for item in feedback.feedback]
            strategy = edge.NaiveFeedbackStrategy(**feedback.strategy.naive.model_dump())
            return edge.Query.FeedbackNaive(edge.FeedbackNaiveQuery(to_vector(feedback.target), items, strategy), using)
        case models.OrderByQuery(order_by=order):
            return to_order(order)
        case models.FusionQuery(fusion=models.Fusion.RRF):
            return edge.Fusion.Rrf(k=2)
        case models.FusionQuery(fusion=models.Fusion.DBSF):
            return edge.Fusion.Dbsf()
        case models.RrfQuery(rrf=rrf):
            return edge.Fusion.Rrf(k=2 if rrf.k is None else rrf.k, weights=rrf.weights)
        case models.FormulaQuery(formula=formula, defaults=defaults):
            return edge.Formula(to_expression(formula), defaults or {})
        case models.TextQuery(text=text):
            given_scoring = text.scoring.bm25 if isinstance(text, models.TextQueryInput) and text.scoring else None
            scoring = None if given_scoring is None else edge.Bm25Params(given_scoring.k, given_scoring.b)
            return edge.TextQuery(using, text if isinstance(text, str) else text.query, scoring)
        case list() | models.SparseVector():
            return edge.Query.Nearest(to_vector(given), using)
    raise NotImplementedError(f"query {given!r}")


def _vectors(given: list[Any] | None) -> list[Any]:
    return [to_vector(vector) for vector in given or []]


def _pairs(given: Any) -> list[edge.ContextPair]:
    pairs = given if isinstance(given, list) else [given]
    return [edge.ContextPair(to_vector(pair.positive), to_vector(pair.negative)) for pair in pairs]


def to_expression(given: Any) -> edge.Expression:
    if isinstance(given, (int, float)):
        return edge.Expression.Constant(given)
    if isinstance(given, str):
        return edge.Expression.Variable(given)
    if not type(given).__name__.endswith("Expression") and not isinstance(given, models.GeoDistance):
        return edge.Expression.Condition(to_condition(given))
    [name] = type(given).model_fields
    value = getattr(given, name)
    if name in OPERATORS:
        operands = [to_expression(item) for item in value] if isinstance(value, list) else to_expression(value)
        return getattr(edge.Expression, name.capitalize())(operands)
    if name in DECAYS:
        target = None if value.target is None else to_expression(value.target)
        return edge.Expression.Decay(DECAYS[name], to_expression(value.x), target, value.midpoint, value.scale)
    match name:
        case "div":
            return edge.Expression.Div(to_expression(value.left), to_expression(value.right), value.by_zero_default)
        case "pow":
            return edge.Expression.Pow(to_expression(value.base), to_expression(value.exponent))
        case "datetime":
            return edge.Expression.Datetime(value)
        case "datetime_key":
            return edge.Expression.DatetimeKey(value)
        case "geo_distance":
            return edge.Expression.GeoDistance(to_geo_point(value.origin), value.to)
    raise NotImplementedError(f"expression {given!r}")
