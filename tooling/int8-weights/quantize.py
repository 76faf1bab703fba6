"""Makes the integer graph of a model folder, `model_int8.onnx`: npm run int8 -- models/NAME."""

import argparse
import hashlib
import sys
from pathlib import Path

import onnx

from calibrate import observe
from float_graph import GraphEditor, linear_inputs, read_folded
from int8_layers import SMOOTHING, choose_rounding, quantize_layers
from int8_tables import quantize_tables
from model_folder import FLOAT32, INT8, ModelFolder
from run_graph import feeds_of, open_tokenizer
from shared_bytes import refer_to
from texts import calibration_texts

CALIBRATION = Path(__file__).parent / "calibration" / "texts.jsonl"


def quantize(folder: ModelFolder) -> None:
    editor = GraphEditor(read_folded(folder.path / FLOAT32))
    groups = linear_inputs(editor)
    tokenizer = open_tokenizer(folder.path, folder.max_length)
    texts = calibration_texts(CALIBRATION, folder.is_reranker)
    print(f"{len(groups)} inputs of linear layers, calibrated on {len(texts)} texts, with the relative error of the output", flush=True)
    seen = observe(editor.model, [group.name for group in groups], (feeds_of(tokenizer, [text]) for text in texts))
    smoothed = 0
    for group in groups:
        rounding = choose_rounding(editor, group, seen[group.name])
        smoothed += rounding.factors is not None
        print(f"  {group.name}: {rounding.error:.4f}{' smoothed' if rounding.factors is not None else ''}", flush=True)
        quantize_layers(editor, group, rounding, seen.pop(group.name))
    tables = quantize_tables(editor)
    model = editor.finish()
    model.producer_name, model.producer_version = "x", ""
    saved = refer_to(folder.path / FLOAT32, model)
    onnx.save(model, folder.path / INT8)
    facts = {
        "made_from": FLOAT32,
        "calibration_sha256": hashlib.sha256(CALIBRATION.read_bytes()).hexdigest(),
        "changes": [
            f"{sum(len(group.products) for group in groups)} MatMul weights: int8 with one float32 scale per output column, rounded with feedback (GPTQ); no two neighbors "
            "of a column exceed 128 in sum, so that no kernel saturates",
            "inputs of these layers: bytes with one scale per row, computed in the graph",
            f"{smoothed} of {len(groups)} inputs: each channel divided by a constant first, its weights multiplied by it (SmoothQuant, strength {SMOOTHING})",
            *(f"table {name}: int8 with one float32 scale per row, rows decoded after the look-up" for name in tables),
            f"{saved} bytes of tables: read from {FLOAT32} in the same folder (external data)",
        ],
    }
    folder.record(facts)
    print(f"{INT8} has {(folder.path / INT8).stat().st_size} bytes and reads {saved} more bytes from {FLOAT32}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    if not (arguments.folder / FLOAT32).exists():
        sys.exit(f"{arguments.folder / FLOAT32} does not exist: pass a folder of models/ that contains {FLOAT32}.")
    quantize(ModelFolder.open(arguments.folder))
