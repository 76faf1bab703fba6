"""Copies a model folder and dynamically quantizes its graph with ONNX Runtime's own tool."""

import shutil
import sys
from pathlib import Path

import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

CONFIGURATION = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "config.json")


def main(source: Path, target: Path) -> None:
    if (target / "model.onnx").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    for name in CONFIGURATION:
        shutil.copy(source / name, target / name)
    # The packed weights become plain float32 first, because the tool supports no other format.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target / "float32.onnx")
    onnxruntime.InferenceSession(str(source / "model.onnx"), options, providers=["CPUExecutionProvider"])
    made = target / "made.onnx"
    quantize_dynamic(target / "float32.onnx", made, per_channel=True, weight_type=QuantType.QInt8)
    (target / "float32.onnx").unlink()
    made.rename(target / "model.onnx")


main(Path(sys.argv[1]), Path(sys.argv[2]))
