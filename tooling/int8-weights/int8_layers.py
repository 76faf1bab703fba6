"""Converts linear layers to 8-bit integers. The results of a text do not depend on the other texts of its batch."""

from dataclasses import dataclass

import numpy as np
from onnx import NodeProto, helper

from calibrate import Activations
from float_graph import GraphEditor, LinearInput
from weight_rounding import round_to_nearest, round_with_feedback

MICROSOFT = "com.microsoft"
SMOOTHING = 0.65
LEAST_GAIN = 0.1
LOWEST_OF_GELU = 0.17
"""GELU is at least -0.17."""


def zero_point(is_activated: bool) -> int:
    """Returns the byte that represents 0."""
    return 32 if is_activated else 128


def smallest_scale(is_activated: bool) -> float:
    """Returns the smallest scale of a row. It keeps the lowest value of a GELU at byte 0 or above, and a row of zeros from scale 0."""
    return LOWEST_OF_GELU / zero_point(True) if is_activated else 1e-30


def round_rows(rows: np.ndarray, is_activated: bool) -> np.ndarray:
    """Rounds each row as the graph does, and returns the values that the bytes represent."""
    zero = zero_point(is_activated)
    largest = (rows if is_activated else np.abs(rows)).max(axis=1, keepdims=True)
    scales = np.maximum(largest / (255 - zero), smallest_scale(is_activated))
    return np.clip(np.rint(rows / scales), -zero, 255 - zero) * scales


def smoothing_factors(largest: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """
    Returns one factor per channel. The channel is divided by it before rounding, and the weights of the channel are multiplied by it.

    Source: SmoothQuant (Xiao et al. 2023), equation 4.
    """
    of_weights = np.maximum(np.abs(weights).max(axis=1), 1e-9)
    factors = np.maximum(largest, 1e-6) ** SMOOTHING / of_weights ** (1 - SMOOTHING)
    return (factors / np.exp(np.log(factors).mean())).astype(np.float32)


def output_error(rows: np.ndarray, weights: np.ndarray, factors: np.ndarray | None, is_activated: bool) -> float:
    """Returns the relative error of the layer's output on sample rows."""
    divisors = np.ones(len(weights), np.float32) if factors is None else factors
    integers, scales = round_to_nearest(weights * divisors[:, None])
    exact = rows @ weights
    rounded = round_rows(rows / divisors, is_activated) @ (integers * scales)
    return float(np.sqrt(((rounded - exact) ** 2).mean() / (exact**2).mean()))


def follows_gelu(editor: GraphEditor, name: str, depth: int = 5) -> bool:
    """Returns whether an `Erf` node is at most five nodes before the tensor, the longest path through an exported GELU."""
    producer = next((node for node in editor.nodes if name in node.output), None)
    if producer is None or depth == 0:
        return False
    return producer.op_type == "Erf" or (
        producer.op_type in ("Mul", "Add") and any(follows_gelu(editor, source, depth - 1) for source in producer.input)
    )


@dataclass(frozen=True)
class Rounding:
    """How the input of linear layers is rounded."""

    factors: np.ndarray | None
    """Divisor of each channel before rounding. None for no division."""
    is_activated: bool
    """True for the output of a GELU. It is at least -0.17, so most byte values represent positive numbers."""
    error: float
    """Relative error of the output on the sample rows."""


def choose_rounding(editor: GraphEditor, group: LinearInput, activations: Activations) -> Rounding:
    """Smooths the input only if this lowers the output's error by the share `LEAST_GAIN`. Smoothing costs a pass over the input."""
    weights = np.concatenate([editor.constants[product.input[1]] for product in group.products], axis=1)
    is_activated = follows_gelu(editor, group.name)
    plain = output_error(activations.rows, weights, None, is_activated)
    if is_activated:
        return Rounding(None, is_activated, plain)
    factors = smoothing_factors(activations.largest, weights)
    smooth = output_error(activations.rows, weights, factors, is_activated)
    if smooth > (1 - LEAST_GAIN) * plain:
        return Rounding(None, is_activated, plain)
    return Rounding(factors, is_activated, smooth)


def quantize_layers(editor: GraphEditor, group: LinearInput, rounding: Rounding, activations: Activations) -> None:
    """Replaces the products of one input with integer products."""
    preparation = _RoundedInput(editor, group.name, rounding)
    divisors = np.ones(activations.rows.shape[1], np.float32) if rounding.factors is None else rounding.factors
    rows = round_rows(activations.rows / divisors, rounding.is_activated)
    for index, product in enumerate(group.products):
        name = product.input[1]
        integers, scales = round_with_feedback(editor.constants[name] * divisors[:, None], rows)
        operands = [
            preparation.integers,
            editor.constant(integers, f"{name}_int8"),
            preparation.one,
            editor.constant(scales, f"{name}_scales"),
            preparation.zero_point,
            editor.constant(np.zeros(len(scales), np.int8), f"zeros_{len(scales)}"),
        ]
        unscaled = f"{product.output[0]}_unscaled"
        multiply = helper.make_node("MatMulIntegerToFloat", operands, [unscaled], f"{unscaled}_node", domain=MICROSOFT)
        scale = helper.make_node("Mul", [unscaled, preparation.scales], [product.output[0]], f"{unscaled}_scaled")
        editor.replace(product, [*(preparation.nodes if index == 0 else []), multiply, scale])


class _RoundedInput:
    """Contains the nodes that round `[..., channels]` to bytes with one scale per row."""

    def __init__(self, editor: GraphEditor, name: str, rounding: Rounding) -> None:
        self.nodes: list[NodeProto] = []
        self._editor = editor
        self._name = name
        zero = zero_point(rounding.is_activated)
        self.one = editor.constant(np.float32(1), "one")
        self.zero_point = editor.constant(np.uint8(zero), f"zero_point_{zero}")
        values = name if rounding.factors is None else self._times(name, 1 / rounding.factors, "smooth")
        magnitudes = values if rounding.is_activated else self._add("Abs", [values], "magnitudes")
        largest = self._add("ReduceMax", [magnitudes], "largest", axes=[-1], keepdims=1)
        smallest = editor.constant(np.float32(smallest_scale(rounding.is_activated)), f"smallest_{zero}")
        share = self._times(largest, np.float32(1 / (255 - zero)), "share")
        self.scales = self._add("Max", [share, smallest], "scale")
        ratios = self._add("Div", [values, self.scales], "ratios")
        self.integers = self._add("QuantizeLinear", [ratios, self.one, self.zero_point], "rounded")

    def _times(self, values: str, factors: np.ndarray, suffix: str) -> str:
        constant = self._editor.constant(factors.astype(np.float32), f"{self._name}_{suffix}_factors")
        return self._add("Mul", [values, constant], suffix)

    def _add(self, operator: str, inputs: list[str], suffix: str, **attributes: object) -> str:
        output = f"{self._name}_{suffix}"
        self.nodes.append(helper.make_node(operator, inputs, [output], f"{output}_node", **attributes))
        return output
