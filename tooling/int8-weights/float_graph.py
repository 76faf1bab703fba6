"""Reads and edits a float32 graph whose constants are plain initializers."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import NodeProto, TensorProto, helper, numpy_helper


def read_folded(path: Path) -> onnx.ModelProto:
    """Returns the graph with constant expressions evaluated, in standard operators."""
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(Path(folder) / "folded.onnx")
        onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        return onnx.load(options.optimized_model_filepath)


class GraphEditor:
    """Reads and replaces parts of a graph. `finish` writes the changes to the model."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._nodes: list[NodeProto] = list(model.graph.node)
        self._count = 0

    @property
    def nodes(self) -> list[NodeProto]:
        return list(self._nodes)

    def constant(self, values: np.ndarray, name: str) -> str:
        """Adds a constant and returns its name."""
        self.constants[name] = np.ascontiguousarray(values)
        return name

    def replace(self, old: NodeProto, new: list[NodeProto]) -> None:
        """Replaces the node `old` with the nodes `new`. The last of them must have the output of `old`."""
        at = next(index for index, node in enumerate(self._nodes) if node is old)
        self._nodes[at : at + 1] = new

    def finish(self) -> onnx.ModelProto:
        """Returns the changed model without unused constants."""
        graph = self.model.graph
        used = {name for node in self._nodes for name in node.input} | {output.name for output in graph.output}
        tensors = [numpy_helper.from_array(values, name) for name, values in self.constants.items() if name in used]
        graph.ClearField("node")
        graph.node.extend(self._nodes)
        graph.ClearField("initializer")
        graph.initializer.extend(tensors)
        graph.ClearField("value_info")
        domains = {node.domain for node in self._nodes} - {opset.domain for opset in self.model.opset_import}
        self.model.opset_import.extend(helper.make_opsetid(domain, 1) for domain in sorted(domains))
        return self.model


@dataclass(frozen=True)
class LinearInput:
    """A tensor that one or more linear layers multiply by constant weights."""

    name: str
    """Name of the tensor, `[..., channels]`."""
    products: tuple[NodeProto, ...]
    """The `MatMul` nodes that read it."""


def linear_inputs(editor: GraphEditor) -> list[LinearInput]:
    """Returns the inputs of all `MatMul` nodes with constant weights `[channels, outputs]`, in the order of the graph."""
    found: dict[str, list[NodeProto]] = {}
    for node in editor.nodes:
        if node.op_type == "MatMul" and getattr(editor.constants.get(node.input[1]), "ndim", 0) == 2:
            found.setdefault(node.input[0], []).append(node)
    return [LinearInput(name, tuple(products)) for name, products in found.items()]


def with_outputs(model: onnx.ModelProto, names: list[str]) -> onnx.ModelProto:
    """Returns a copy of the model that also outputs these tensors."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    copy.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    return copy
