"""Lets a graph read constants from the file of another graph in the same folder."""

from pathlib import Path

import numpy as np
import onnx
from onnx import external_data_helper, numpy_helper

SMALLEST = 1 << 20
"""Least size in bytes. Smaller constants are not worth a reference."""


def refer_to(other: Path, model: onnx.ModelProto) -> int:
    """
    Replaces each large constant whose bytes are also in the file `other` with a reference to that file (external data). Returns the number of bytes
    saved.

    Only constants of one-byte types are replaced, because a protobuf file does not align its contents.
    """
    content = other.read_bytes()
    saved = 0
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.itemsize != 1 or values.nbytes < SMALLEST:
            continue
        raw = values.tobytes()
        offset = content.find(raw)
        if offset < 0:
            continue
        if not tensor.HasField("raw_data"):
            tensor.raw_data = raw
        external_data_helper.set_external_data(tensor, location=other.name, offset=offset, length=len(raw))
        tensor.ClearField("raw_data")
        saved += len(raw)
    return saved
