"""Runs FastEmbed with its defaults: 256 texts or 64 pairs per batch."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Iterable

sys.path.insert(0, str(Path(__file__).parents[2] / "contestants"))

from fastembed import TextEmbedding  # noqa: E402
from serve import serve  # noqa: E402

RERANKER = "x/bge-small-reranker-en"


class FastEmbed:
    versions = {name: version(name) for name in ("fastembed", "onnxruntime")}

    def __init__(self, settings: dict[str, Any]) -> None:
        # The token limit comes from tokenizer_config.json: 256.
        self.embedding = TextEmbedding(
            "sentence-transformers/all-MiniLM-L6-v2",
            specific_model_path=settings["embedder"],
            threads=settings["threads"],
        )
        self.settings = settings
        self.cross_encoder: Any = None

    def embed(self, texts: list[str]) -> Iterable[Any]:
        return self.embedding.embed(texts)

    def stream(self, texts: Iterable[str]) -> Iterable[Any]:
        return self.embedding.embed(texts)

    def load_reranker(self) -> None:
        if self.cross_encoder is not None:
            return
        from fastembed.common.model_description import ModelSource
        from fastembed.rerank.cross_encoder import TextCrossEncoder

        TextCrossEncoder.add_custom_model(model=RERANKER, sources=ModelSource(hf=RERANKER), model_file="model.onnx")
        self.cross_encoder = TextCrossEncoder(
            RERANKER, specific_model_path=self.settings["reranker"], threads=self.settings["threads"]
        )

    def rerank(self, query: str, documents: list[str]) -> Iterable[float]:
        return self.cross_encoder.rerank(query, documents)


serve(FastEmbed)
