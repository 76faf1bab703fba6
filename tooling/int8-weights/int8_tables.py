"""Converts embedding tables to 8-bit integers. The graph decodes each row after the lookup."""

import numpy as np
from onnx import TensorProto, helper

from float_graph import GraphEditor

SMALLEST_TABLE = 1 << 20
"""Least number of values. Smaller tables stay float32."""


def quantize_tables(editor: GraphEditor) -> list[str]:
    """Replaces every `Gather` of a large float32 table `[rows, channels]`. Returns the names of the tables."""
    replaced: list[str] = []
    for node in editor.nodes:
        table = editor.constants.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or table.dtype != np.float32 or table.ndim != 2 or table.size < SMALLEST_TABLE:
            continue
        name, rows = node.input
        scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-30).astype(np.float32)
        integers = editor.constant(np.rint(table / scales).astype(np.int8), f"{name}_int8")
        output = node.output[0]
        nodes = [
            helper.make_node("Gather", [integers, rows], [f"{output}_int8"], f"{output}_integers"),
            helper.make_node("Cast", [f"{output}_int8"], [f"{output}_float"], f"{output}_cast", to=TensorProto.FLOAT),
            helper.make_node("Gather", [editor.constant(scales, f"{name}_scales"), rows], [f"{output}_scale"], f"{output}_scales"),
            helper.make_node("Mul", [f"{output}_float", f"{output}_scale"], [output], f"{output}_decoded"),
        ]
        editor.replace(node, nodes)
        replaced.append(name)
    return replaced
