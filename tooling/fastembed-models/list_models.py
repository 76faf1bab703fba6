"""Prints the properties of the installed FastEmbed's text models as JSON.

    pip install -r requirements.txt && python -B list_models.py > models.json

FastEmbed's model lists contain most properties. Its classes define the others: pooling, scaling and ColBERT's rules. The script finds these by
running the classes' methods on made-up values. It downloads no model.
"""

import json
import string
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from fastembed import LateInteractionTextEmbedding, SparseTextEmbedding, TextEmbedding
from fastembed.common.onnx_model import OnnxOutputContext
from fastembed.rerank.cross_encoder import TextCrossEncoder
from fastembed.text.static_embedding import StaticTextEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

FIELDS = ("model", "dim", "license", "size_in_GB", "model_file", "additional_files", "description", "tasks", "requires_idf")

# Two tokens and one padding token.
STATES = np.array([[[3.0, 4.0], [0.0, 2.0], [100.0, 100.0]]], dtype=np.float32)
ATTENTION = np.array([[1, 1, 0]], dtype=np.int64)
POOLED = {(3, 4): "cls", (1.5, 3): "mean", (0, 2): "lastToken"}


class FakeSession:
    """Returns the position or the name of each output instead of its values."""

    def run(self, names: list[str] | None, _inputs: Any) -> list[Any]:
        return list(range(8)) if names is None else names


def facts_of(description: dict[str, Any]) -> dict[str, Any]:
    facts = {field: description[field] for field in FIELDS if field in description}
    return {**facts, "hf": description["sources"]["hf"]}


def pooling_of(embedding: type) -> dict[str, Any]:
    """Returns how a dense model's class computes the vector from the outputs of the graph."""
    if issubclass(embedding, StaticTextEmbedding):
        return {"static": True}
    instance = embedding.__new__(embedding)
    instance.model = FakeSession()
    output = getattr(embedding, "ONNX_OUTPUT_NAMES", None)
    read = embedding._run_model(instance, {}, output) if "_run_model" in vars(embedding) else (output or [0])[0]
    context = OnnxOutputContext(model_output=STATES.copy(), attention_mask=ATTENTION, input_ids=None)
    result = np.asarray(list(instance._post_process_onnx_output(context)))
    if result.ndim == 3:
        return {"pooling": "none", "normalized": False, "output": read}
    for vector, pooling in POOLED.items():
        for scaled in (False, True):
            expected = np.array(vector) / (np.linalg.norm(vector) if scaled else 1)
            if np.allclose(result[0], expected, atol=1e-6):
                return {"pooling": pooling, "normalized": scaled, "output": read}
    raise ValueError(f"{embedding.__name__} has an unknown pooling, with the result {result}: add it to POOLED.")


def colbert_rules_of(embedding: type) -> dict[str, Any]:
    """Returns the rules by which a ColBERT model reads queries and documents."""
    instance = embedding.__new__(embedding)
    with tempfile.TemporaryDirectory() as directory:
        write_tokenizer(Path(directory), embedding.MASK_TOKEN)
        instance._load_tokenizer(Path(directory))
    query = instance._preprocess_onnx_input(
        {"input_ids": np.array([[5, 6]]), "attention_mask": np.array([[1, 0]])}, is_doc=False
    )
    rows = OnnxOutputContext(model_output=STATES[:, :1], attention_mask=ATTENTION[:, :1], input_ids=np.array([[5]]))
    query_rows = next(iter(instance._post_process_onnx_output(rows, is_doc=False)))
    return {
        "query_marker_id": embedding.QUERY_MARKER_TOKEN_ID,
        "document_marker_id": embedding.DOCUMENT_MARKER_TOKEN_ID,
        "mask_token": embedding.MASK_TOKEN,
        "min_query_length": embedding.MIN_QUERY_LENGTH,
        "attends_masks": bool(query["attention_mask"].all()),
        "normalizes_queries": bool(np.isclose(np.linalg.norm(query_rows), 1)),
        "skips_punctuation": len(instance.skip_list) > 0,
        "reserved_marker_tokens": embedding.RESERVED_MARKER_TOKENS,
    }


def write_tokenizer(directory: Path, mask: str) -> None:
    vocabulary = {token: index for index, token in enumerate(["[UNK]", mask, *string.punctuation])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens([mask])
    tokenizer.save(str(directory / "tokenizer.json"))
    settings = {"model_max_length": 32, "pad_token": mask}
    (directory / "tokenizer_config.json").write_text(json.dumps(settings))


def list_all() -> dict[str, Any]:
    dense = [
        {**facts_of(description), **pooling_of(embedding)}
        for embedding in TextEmbedding.EMBEDDINGS_REGISTRY
        for description in map(vars_of, embedding._list_supported_models())
    ]
    late_interaction = [
        {**facts_of(description), **colbert_rules_of(embedding)}
        for embedding in LateInteractionTextEmbedding.EMBEDDINGS_REGISTRY
        for description in map(vars_of, embedding._list_supported_models())
    ]
    return {
        "fastembed": version("fastembed"),
        "dense": dense,
        "sparse": [facts_of(description) for description in SparseTextEmbedding.list_supported_models()],
        "late_interaction": late_interaction,
        "cross_encoder": [facts_of(description) for description in TextCrossEncoder.list_supported_models()],
    }


def vars_of(description: Any) -> dict[str, Any]:
    return {**vars(description), "sources": vars(description.sources)}


print(json.dumps(list_all(), indent=1, ensure_ascii=False))
