"""Records the inputs of a graph's linear layers on sample texts."""

from dataclasses import dataclass
from typing import Iterable

import numpy as np
import onnx

from float_graph import with_outputs
from run_graph import open_session

ROWS_PER_TEXT = 40


@dataclass
class Activations:
    """Statistics of one tensor `[..., channels]`."""

    largest: np.ndarray
    """Largest magnitude of each channel."""
    rows: np.ndarray
    """A random sample of rows, `[rows, channels]`."""


def observe(
    model: onnx.ModelProto, names: list[str], inputs: Iterable[dict[str, np.ndarray]], seed: int = 1
) -> dict[str, Activations]:
    """Returns the activations of each named tensor. Runs each text alone, so that padding does not count."""
    session = open_session(with_outputs(model, names))
    random = np.random.default_rng(seed)
    largest: dict[str, np.ndarray] = {}
    rows: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for feeds in inputs:
        for name, values in zip(names, session.run(names, feeds)):
            values = values.reshape(-1, values.shape[-1])
            seen = np.abs(values).max(axis=0)
            largest[name] = np.maximum(largest.get(name, seen), seen)
            chosen = random.choice(len(values), min(ROWS_PER_TEXT, len(values)), replace=False)
            rows[name].append(values[chosen])
    return {name: Activations(largest[name], np.concatenate(rows[name])) for name in names}
