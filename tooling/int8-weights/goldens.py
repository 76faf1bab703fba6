"""Writes Python's results of the integer graphs, for the tests of @x/embed and @x/cross-encoder."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import tokenizers

from compare import results
from model_folder import INT8, ModelFolder
from run_graph import open_session
from texts import Text

ROOT = Path(__file__).parents[2]
TEXTS = [
    "hello world",
    "A story about a strong historically significant female figure.",
    "A bee.",
    "",
    "Привет, мир! 今天天气很好。 😀",
    "SELECT name FROM users WHERE id = 42;",
    "the the the the the the the the the the the the",
    "Heated beverages made from dried leaves were carried along old trade roads for hundreds of years. " * 4,
]
PAIRS = [
    ("how do bees make honey", "Bees collect nectar and fan it until honey is left."),
    ("how do bees make honey", "The bus leaves at nine."),
    ("who wrote the declaration", "Thomas Jefferson wrote most of it in June 1776. " * 6),
    ("", "An empty query."),
    ("naïve café", "😀 漢字"),
]
FILES = {
    "all-minilm-l6-v2": (TEXTS, "packages/embed/src/__fixtures__/embeddings_int8.json"),
    "bge-small-reranker-en": (PAIRS, "packages/cross-encoder/src/__fixtures__/scores_int8.json"),
}


def write(name: str, texts: list[Text], file: Path) -> None:
    folder = ModelFolder.open(ROOT / "models" / name)
    rows = results(open_session(folder.path / INT8, threads=1), folder, texts)
    cases = [
        {"text": text, "result": [float(f"{value:.6g}") for value in np.ravel(row)]} for text, row in zip(texts, rows)
    ]
    content = {
        "what": f"Results of {INT8} of models/{name}, each text alone",
        "versions": {"onnxruntime": onnxruntime.__version__, "tokenizers": tokenizers.__version__},
        "cases": cases,
    }
    file.write_text(json.dumps(content, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    for model, (inputs, place) in FILES.items():
        write(model, inputs, ROOT / place)
