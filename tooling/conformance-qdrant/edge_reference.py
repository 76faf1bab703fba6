"""Runs Qdrant Edge, Qdrant's own engine, in this process, with the methods of qdrant-client that the comparison calls.

Edge contains one shard and does not validate requests. This module also does what a server does around its shards, if it takes few lines: it
replaces a point id in a query by the vector, and removes that point from the result.
"""

from tempfile import TemporaryDirectory
from typing import Any

import qdrant_edge as edge
from qdrant_client import models

from edge_filters import to_filter, to_id
from edge_queries import from_vector, to_order, to_params, to_query, to_vector
from edge_schema import to_config, to_index

COMPLETED = models.UpdateResult(operation_id=0, status=models.UpdateStatus.COMPLETED)
MODES = {
    None: None,
    models.UpdateMode.UPSERT: edge.UpdateMode.Upsert,
    models.UpdateMode.INSERT_ONLY: edge.UpdateMode.InsertOnly,
    models.UpdateMode.UPDATE_ONLY: edge.UpdateMode.UpdateOnly,
}


class EdgeReference:
    """Holds one collection at a time and ignores its name."""

    def __init__(self) -> None:
        self.folder: TemporaryDirectory[str] | None = None

    def create_collection(self, collection_name: str, **config: Any) -> bool:
        self.folder = TemporaryDirectory()
        self.shard = edge.EdgeShard.create(self.folder.name, to_config(**config))
        return True

    def delete_collection(self, collection_name: str) -> None:
        if self.folder is not None:
            self.shard.close()
            self.folder.cleanup()
        self.folder = None

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(f"Qdrant Edge has no {name}")

    # Writes

    def create_payload_index(self, collection_name: str, field_name: str, field_schema: Any) -> models.UpdateResult:
        return self._update(edge.UpdateOperation.create_field_index(field_name, to_index(field_schema)))

    def delete_payload_index(self, collection_name: str, field_name: str) -> models.UpdateResult:
        return self._update(edge.UpdateOperation.delete_field_index(field_name))

    def upsert(
        self, collection_name: str, points: list[Any], update_filter: Any = None, update_mode: Any = None
    ) -> models.UpdateResult:
        written = [edge.Point(to_id(point.id), to_vector(point.vector), point.payload) for point in points]
        return self._update(edge.UpdateOperation.upsert_points(written, to_filter(update_filter), MODES[update_mode]))

    def update_vectors(self, collection_name: str, points: list[Any]) -> models.UpdateResult:
        written = [edge.PointVectors(to_id(point.id), to_vector(point.vector)) for point in points]
        return self._update(edge.UpdateOperation.update_vectors(written))

    def delete(self, collection_name: str, points_selector: Any) -> models.UpdateResult:
        return self._change("delete_points", points_selector)

    def delete_vectors(self, collection_name: str, points: Any, vectors: list[str]) -> models.UpdateResult:
        return self._change("delete_vectors", points, vectors)

    def set_payload(self, collection_name: str, points: Any, payload: Any, key: str | None = None) -> models.UpdateResult:
        return self._change("set_payload", points, payload, key)

    def overwrite_payload(self, collection_name: str, points: Any, payload: Any) -> models.UpdateResult:
        return self._change("overwrite_payload", points, payload)

    def delete_payload(self, collection_name: str, points: Any, keys: list[str]) -> models.UpdateResult:
        return self._change("delete_payload", points, keys)

    def clear_payload(self, collection_name: str, points_selector: Any) -> models.UpdateResult:
        return self._change("clear_payload", points_selector)

    def batch_update_points(self, collection_name: str, update_operations: list[Any]) -> list[models.UpdateResult]:
        return [self._operate(operation) for operation in update_operations]

    def _operate(self, operation: Any) -> models.UpdateResult:
        match operation:
            case models.UpsertOperation(upsert=upsert):
                return self.upsert("", upsert.points, upsert.update_filter, upsert.update_mode)
            case models.SetPayloadOperation(set_payload=given):
                return self.set_payload("", given.points or given.filter, given.payload, given.key)
            case models.ClearPayloadOperation(clear_payload=selector):
                return self.clear_payload("", selector)
        raise NotImplementedError(f"operation {operation!r}")

    def _change(self, name: str, selector: Any, *arguments: Any) -> models.UpdateResult:
        """Changes the points of a selector. Edge has separate operations for ids and filters."""
        if isinstance(selector, models.PointIdsList):
            selector = selector.points
        if isinstance(selector, models.FilterSelector):
            selector = selector.filter
        if isinstance(selector, models.Filter):
            return self._update(getattr(edge.UpdateOperation, f"{name}_by_filter")(to_filter(selector), *arguments))
        return self._update(getattr(edge.UpdateOperation, name)([to_id(id) for id in selector], *arguments))

    def _update(self, operation: edge.UpdateOperation) -> models.UpdateResult:
        self.shard.update(operation)
        return COMPLETED

    # Reads

    def retrieve(self, collection_name: str, ids: list[Any], with_payload: Any = True, with_vectors: Any = False) -> list[Any]:
        return [_record(record) for record in self.shard.retrieve([to_id(id) for id in ids], with_payload, with_vectors)]

    def scroll(
        self,
        collection_name: str,
        scroll_filter: Any = None,
        limit: int = 10,
        offset: Any = None,
        order_by: Any = None,
        with_payload: Any = True,
        with_vectors: Any = False,
    ) -> tuple[list[Any], Any]:
        order = None if order_by is None else to_order(order_by)
        start = None if offset is None else to_id(offset)
        request = edge.ScrollRequest(start, limit, to_filter(scroll_filter), with_payload, with_vectors, order)
        records, next_offset = self.shard.scroll(request)
        return [_record(record) for record in records], _from_id(next_offset)

    def count(self, collection_name: str, count_filter: Any = None) -> models.CountResult:
        return models.CountResult(count=self.shard.count(edge.CountRequest(exact=True, filter=to_filter(count_filter))))

    def facet(self, collection_name: str, key: str, limit: int = 10, facet_filter: Any = None) -> models.FacetResponse:
        answer = self.shard.facet(edge.FacetRequest(key, limit, exact=False, filter=to_filter(facet_filter)))
        return models.FacetResponse(hits=[models.FacetValueHit(value=hit.value, count=hit.count) for hit in answer.hits])

    def query_points(self, collection_name: str, limit: int = 10, **arguments: Any) -> dict[str, Any]:
        hits = self.shard.query(self._request(limit=limit, **arguments))
        return _answer(hits, arguments.get("with_vectors", False))

    def query_batch_points(self, collection_name: str, requests: list[models.QueryRequest]) -> list[dict[str, Any]]:
        queries = [
            self._request(request.query, request.using, request.filter, request.limit, with_payload=False) for request in requests
        ]
        return [_answer(hits) for hits in self.shard.query_batch(edge.QueryBatchRequest(queries))]

    def _request(
        self,
        query: Any = None,
        using: str | None = None,
        query_filter: Any = None,
        limit: int = 10,
        offset: int | None = None,
        prefetch: Any = None,
        score_threshold: float | None = None,
        search_params: Any = None,
        lookup_from: Any = None,
        with_payload: Any = True,
        with_vectors: Any = False,
    ) -> edge.QueryRequest:
        resolved, ids = self._resolve(query, using)
        return edge.QueryRequest(
            limit=limit,
            offset=offset,
            query=to_query(resolved, using, limit),
            prefetches=self._prefetches(prefetch),
            with_vector=with_vectors,
            with_payload=with_payload,
            filter=to_filter(_without(query_filter, ids)),
            score_threshold=score_threshold,
            params=to_params(search_params),
        )

    def _prefetches(self, given: Any) -> list[edge.Prefetch]:
        prefetches = given if isinstance(given, list) else [] if given is None else [given]
        return [self._prefetch(prefetch) for prefetch in prefetches]

    def _prefetch(self, given: models.Prefetch) -> edge.Prefetch:
        resolved, ids = self._resolve(given.query, given.using)
        limit = 10 if given.limit is None else given.limit
        return edge.Prefetch(
            limit=limit,
            query=to_query(resolved, given.using, limit),
            prefetches=self._prefetches(given.prefetch),
            params=to_params(given.params),
            filter=to_filter(_without(given.filter, ids)),
            score_threshold=given.score_threshold,
        )

    def _resolve(self, query: Any, using: str | None) -> tuple[Any, list[Any]]:
        """Returns a query with vectors in place of ids, and the ids."""
        ids: list[Any] = []

        def vector(given: Any) -> Any:
            if not isinstance(given, (int, str)):
                return given
            ids.append(given)
            [record] = self.shard.retrieve([to_id(given)], False, True)
            found = record.vector if using is None else record.vector.get(using)
            if found is None and not isinstance(query, models.RecommendQuery):
                raise LookupError(f"point {given} has no vector {using}")
            return models.SparseVector(**from_vector(found)) if isinstance(found, edge.SparseVector) else found

        def vectors(given: Any) -> Any:
            """Leaves out examples without a vector, as a server does."""
            found = [vector(item) for item in given or []]
            return [item for item in found if item is not None]

        def pairs(given: Any) -> Any:
            return [models.ContextPair(positive=vector(pair.positive), negative=vector(pair.negative)) for pair in given]

        match query:
            case int() | str():
                return vector(query), ids
            case models.RecommendQuery(recommend=recommend):
                examples = {name: vectors(getattr(recommend, name)) for name in ["positive", "negative"]}
                return models.RecommendQuery(recommend=recommend.model_copy(update=examples)), ids
            case models.DiscoverQuery(discover=discover):
                replaced = {"target": vector(discover.target), "context": pairs(discover.context)}
                return models.DiscoverQuery(discover=discover.model_copy(update=replaced)), ids
            case models.ContextQuery(context=context):
                return models.ContextQuery(context=pairs(context)), ids
        return query, ids


def _without(filter: models.Filter | None, ids: list[Any]) -> models.Filter | None:
    if not ids:
        return filter
    named = models.Filter(must_not=[models.HasIdCondition(has_id=ids)])
    return named if filter is None else models.Filter(must=[filter, named])


def _from_id(id: Any) -> int | str | None:
    return id if id is None or isinstance(id, int) else str(id)


def _record(given: edge.Record | edge.ScoredPoint) -> dict[str, Any]:
    fields = {"id": _from_id(given.id), "payload": given.payload, "vector": from_vector(given.vector)}
    return {name: value for name, value in fields.items() if value is not None}


def _answer(hits: list[edge.ScoredPoint], with_vectors: bool = False) -> dict[str, Any]:
    """Removes the vectors that MMR compares, as a server does. A shard returns them."""
    points = [{**_record(hit), "score": hit.score} for hit in hits]
    for point in points:
        if not with_vectors:
            point.pop("vector", None)
    return {"points": points}
