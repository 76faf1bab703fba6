"""Measures the accuracy that each linear layer costs: npm run int8 -- models/NAME --sweep.

It runs the integer graph with the layers of one input in float32, for each input in turn.
"""

import argparse
from pathlib import Path

import onnx
from onnx import numpy_helper

from compare import nearness, results
from float_graph import GraphEditor, LinearInput, linear_inputs, read_folded
from model_folder import FLOAT32, INT8, ModelFolder
from quantize import CALIBRATION
from run_graph import open_session
from texts import calibration_texts


def with_float_layers(rounded: onnx.ModelProto, exact: GraphEditor, group: LinearInput) -> onnx.ModelProto:
    """Returns a copy of the integer graph in which the products of one input are those of the float32 graph."""
    model = onnx.ModelProto()
    model.CopyFrom(rounded)
    products = {product.output[0]: product for product in group.products}
    for node in model.graph.node:
        product = products.get(node.output[0])
        if product is not None:
            node.CopyFrom(product)
    weights = {product.input[1] for product in group.products}
    model.graph.initializer.extend(numpy_helper.from_array(exact.constants[name], name) for name in sorted(weights))
    return model


def sweep(folder: ModelFolder, count: int) -> None:
    # Calibration texts: the evaluation sets must stay independent of decisions that use this output.
    texts = calibration_texts(CALIBRATION, folder.is_reranker)[:count]
    exact = GraphEditor(read_folded(folder.path / FLOAT32))
    rounded = onnx.load(folder.path / INT8)
    expected = results(open_session(folder.path / FLOAT32), folder, texts)

    def report(name: str, model: onnx.ModelProto) -> None:
        print(f"{name}: {nearness(expected, results(open_session(model), folder, texts), folder.is_reranker)}", flush=True)

    report("all layers in integers", rounded)
    for group in linear_inputs(exact):
        report(group.name, with_float_layers(rounded, exact, group))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=300)
    arguments = parser.parse_args()
    sweep(ModelFolder.open(arguments.folder), arguments.count)
