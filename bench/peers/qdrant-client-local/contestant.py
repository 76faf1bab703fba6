"""Runs qdrant-client's local mode, in memory and in a folder."""

import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "search" / "contestants"))

from qdrant_client import QdrantClient, models  # noqa: E402
from serve_search import GROUPS, one_by_one, read_vectors, serve_search  # noqa: E402


class QdrantClientLocal:
    versions = {"qdrant-client": version("qdrant-client")}

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.queries = read_vectors(settings["queries"], settings["dimension"])
        self.client = QdrantClient(":memory:")
        self.collections: dict[str, str] = {}

    def query(self, file: str, count: int, query_filter: Any = None) -> dict[str, Any]:
        name = self.collection_of(file)
        limit = self.settings["limit"]

        def query(vector: Any) -> list[int]:
            found = self.client.query_points(name, query=vector, limit=limit, query_filter=query_filter)
            return [point.id for point in found.points]

        return one_by_one(self.queries[:count], query)

    def filtered_query(self, file: str, count: int) -> dict[str, Any]:
        match = models.FieldCondition(key="group", match=models.MatchValue(value=3))
        return self.query(file, count, models.Filter(must=[match]))

    def upload(self, file: str, count: int) -> dict[str, Any]:
        return self.timed_upload(self.client, file, count)

    def upload_to_disk(self, file: str, count: int) -> dict[str, Any]:
        folder = tempfile.mkdtemp(prefix="qdrant-client-", dir=self.settings["folder"])
        client = QdrantClient(path=folder)
        try:
            return self.timed_upload(client, file, count)
        finally:
            client.close()
            shutil.rmtree(folder)

    def timed_upload(self, client: QdrantClient, file: str, count: int) -> dict[str, Any]:
        vectors = read_vectors(file, self.settings["dimension"])[:count]
        start = time.perf_counter()
        self.fill(client, "upload", vectors)
        seconds = time.perf_counter() - start
        client.delete_collection("upload")
        return {"seconds": seconds, "items": count}

    def collection_of(self, file: str) -> str:
        if file not in self.collections:
            name = f"c{len(self.collections)}"
            self.fill(self.client, name, read_vectors(file, self.settings["dimension"]))
            self.collections[file] = name
        return self.collections[file]

    def fill(self, client: QdrantClient, name: str, vectors: Any) -> None:
        params = models.VectorParams(size=vectors.shape[1], distance=models.Distance.COSINE)
        client.create_collection(name, vectors_config=params)
        points = (
            models.PointStruct(id=index, vector=vector.tolist(), payload={"group": index % GROUPS, "text": f"point {index}"})
            for index, vector in enumerate(vectors)
        )
        client.upload_points(name, points=points, batch_size=self.settings["batch"])


serve_search(QdrantClientLocal)
