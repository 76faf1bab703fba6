"""Makes models/static-en from models/all-minilm-l6-v2 with the method of model2vec (`model2vec.distill`, version 0.10.0): node tooling/static-model/run.mjs

The encoder reads each token of the vocabulary as `[CLS] token [SEP]`. The mean of the three output vectors is the vector of the token. The script
reduces these vectors to their first 256 principal components, and weights each by how rare its token is (SIF, with frequencies estimated from ranks).
It stores the rows as int8 and multiplies the scale of each row into its weight. No step is random.

The stored model differs from model2vec's in two points. Each int8 row has its own scale, where model2vec has one scale for all rows. The tokens that no
text produces ([PAD], [CLS], [SEP], [MASK]) are left out, where model2vec keeps them.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import onnxruntime
from safetensors.numpy import save_file
from tokenizers import Tokenizer

DIMENSION = 256
SIF_COEFFICIENT = 1e-4
BATCH = 256
UNKNOWN = "[UNK]"

source, target = Path(sys.argv[1]), Path(sys.argv[2])


def reduced_tokenizer() -> dict:
    """Returns the encoder's tokenizer.json without the tokens that no text produces and without special tokens around a text. Keeps the order."""
    file = json.loads((source / "tokenizer.json").read_text())
    special = {token["content"] for token in file["added_tokens"]} - {UNKNOWN}
    words = [w for w in file["model"]["vocab"] if not w.startswith("[unused") and w not in special]
    file["model"]["vocab"] = {word: index for index, word in enumerate(words)}
    unknown = next(token for token in file["added_tokens"] if token["content"] == UNKNOWN)
    file["added_tokens"] = [unknown | {"id": words.index(UNKNOWN)}]
    file["post_processor"] = None
    return file


def encode_tokens(words: list[str]) -> np.ndarray:
    """Returns the mean of the encoder's three vectors for each `[CLS] word [SEP]`: [words, hidden]."""
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(source / "model.onnx", options, providers=["CPUExecutionProvider"])
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = np.array([[start, tokenizer.token_to_id(word), end] for word in words], dtype=np.int64)
    means = []
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        feeds = {"input_ids": batch, "attention_mask": np.ones_like(batch), "token_type_ids": np.zeros_like(batch)}
        means.append(session.run(None, feeds)[0].mean(axis=1))
    return np.concatenate(means).astype(np.float64)


def principal_components(vectors: np.ndarray) -> np.ndarray:
    """Returns the coordinates of the vectors on the axes of largest variance: [words, DIMENSION]."""
    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred / (len(vectors) - 1))
    scores = centred @ axes[:, ::-1][:, :DIMENSION]
    print(f"variance kept: {values[::-1][:DIMENSION].sum() / values.sum():.4f}")
    # The sign of an axis is arbitrary. The coordinate of largest magnitude becomes positive.
    return scores * np.sign(scores[np.abs(scores).argmax(axis=0), np.arange(DIMENSION)])


def sif_weights(count: int) -> np.ndarray:
    """Returns the weight of each token. A vocabulary is ordered by frequency, so the frequency follows from the rank (Zipf)."""
    frequencies = 1 / np.arange(2, count + 2)
    return SIF_COEFFICIENT / (SIF_COEFFICIENT + frequencies / frequencies.sum())


tokenizer = reduced_tokenizer()
words = list(tokenizer["model"]["vocab"])
rows = principal_components(encode_tokens(words))
scales = np.abs(rows).max(axis=1) / 127
embeddings = np.rint(rows / scales[:, None]).astype(np.int8)
weights = (sif_weights(len(words)) * scales).astype(np.float32)

config = {
    "model_type": "model2vec",
    "architectures": ["StaticModel"],
    "tokenizer_name": "sentence-transformers/all-MiniLM-L6-v2",
    "apply_pca": DIMENSION,
    "sif_coefficient": SIF_COEFFICIENT,
    "hidden_dim": DIMENSION,
    "seq_length": 1000000,
    "normalize": True,
    "max_length": 512,
    "pooling": "mean",
    "embedding_dtype": "int8",
}
save_file({"embeddings": embeddings, "weights": weights}, target / "model.safetensors")
(target / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")))
(target / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def file_facts(path: Path) -> dict:
    content = path.read_bytes()
    return {"path": path.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


manifest = {
    "model": "x/static-en",
    "license": "apache-2.0",
    "dim": DIMENSION,
    "max_length": config["max_length"],
    "pooling": "mean",
    "normalize": config["normalize"],
    "source": {
        "weights": "models/all-minilm-l6-v2 of this repository: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        "onnx_sha256": file_facts(source / "model.onnx")["sha256"],
        "made_by": "node tooling/static-model/run.mjs",
    },
    "files": [
        file_facts(target / name)
        for name in ("LICENSE", "MODEL_CARD.md", "config.json", "model.safetensors", "tokenizer.json")
    ],
}
(target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
