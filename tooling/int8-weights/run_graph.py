"""Tokenizes texts and opens sessions that run them."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer


def open_session(model: onnx.ModelProto | Path, threads: int = 0) -> onnxruntime.InferenceSession:
    """Opens a session on the CPU. With `threads` 0, it has one thread per core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    source = str(model) if isinstance(model, Path) else model.SerializeToString()
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def open_tokenizer(folder: Path, max_length: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_length)
    tokenizer.enable_padding()
    return tokenizer


def feeds_of(tokenizer: Tokenizer, texts: list[str] | list[tuple[str, str]]) -> dict[str, np.ndarray]:
    """Returns the inputs of a graph for texts or pairs, padded to the longest."""
    encodings = tokenizer.encode_batch(texts)
    return {
        "input_ids": np.array([encoding.ids for encoding in encodings]),
        "attention_mask": np.array([encoding.attention_mask for encoding in encodings]),
        "token_type_ids": np.array([encoding.type_ids for encoding in encodings]),
    }
