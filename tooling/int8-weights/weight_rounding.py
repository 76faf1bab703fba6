"""
Rounds weights `[channels, outputs]` to int8 with one scale per output.

The sum of two neighboring weights of one output never exceeds 128 in magnitude, so `255 * a + 255 * b` fits into 16 bits. CPUs without VNNI add such a
pair with saturation (`vpmaddubsw`), and still compute the same integers as the other CPUs.
"""

import numpy as np

LARGEST = 127
LARGEST_PAIR = 128
# Added to the diagonal of the second moments, as a share of its mean.
DAMPING = 0.05


def scales_of(weights: np.ndarray) -> np.ndarray:
    """Returns one scale per output. Weights rounded to the nearest integer then exceed neither 127 alone nor 128 in pairs."""
    even, odd = weights[0::2], weights[1::2]
    pairs = np.where(even * odd > 0, np.abs(even) + np.abs(odd), 0)
    largest = np.maximum(np.abs(weights).max(axis=0), pairs.max(axis=0))
    return np.maximum(largest / LARGEST, np.finfo(np.float32).tiny).astype(np.float32)


def round_to_nearest(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the integers and the scales."""
    scales = scales_of(weights)
    return np.rint(weights / scales).astype(np.int8), scales


def round_with_feedback(weights: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Rounds the channels in order. Later channels compensate for the error of each channel on the sample rows `[rows, channels]`.

    Source: GPTQ (Frantar et al. 2022), algorithm 1.
    """
    channels = len(weights)
    scales = scales_of(weights)
    moments = rows.T.astype(np.float64) @ rows / len(rows)
    moments[np.diag_indices(channels)] += DAMPING * np.diag(moments).mean() + 1e-12
    feedback = np.linalg.cholesky(np.linalg.inv(moments)).T
    rest = weights.astype(np.float64)
    integers = np.zeros(weights.shape, np.int8)
    for channel in range(channels):
        lowest, highest = -LARGEST, LARGEST
        if channel % 2 == 1:
            neighbor = integers[channel - 1].astype(np.int64)
            lowest = np.where(neighbor < 0, np.maximum(-LARGEST_PAIR - neighbor, -LARGEST), -LARGEST)
            highest = np.where(neighbor > 0, np.minimum(LARGEST_PAIR - neighbor, LARGEST), LARGEST)
        integers[channel] = np.clip(np.rint(rest[channel] / scales), lowest, highest)
        error = (rest[channel] - integers[channel] * scales) / feedback[channel, channel]
        rest[channel + 1 :] -= np.outer(feedback[channel, channel + 1 :], error)
    return integers, scales
