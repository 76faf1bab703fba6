"""Compares the results and the speed of a model's integer graph and float32 graph: npm run int8 -- models/NAME --compare."""

import argparse
import time
from pathlib import Path

import numpy as np
import onnxruntime

from model_folder import FLOAT32, INT8, ModelFolder
from run_graph import feeds_of, open_session, open_tokenizer
from texts import Text, evaluation_texts

SETS = Path(__file__).parents[2] / "eval" / "sets"
SHAPES = ((64, 16), (16, 64), (4, 256), (1, 16))
ROUNDS = 15


def results(session: onnxruntime.InferenceSession, folder: ModelFolder, texts: list[Text], batch: int = 1) -> np.ndarray:
    """Returns one row per text: the mean of its token vectors with unit length, or the logit of a pair."""
    tokenizer = open_tokenizer(folder.path, folder.max_length)
    rows: list[np.ndarray] = []
    for start in range(0, len(texts), batch):
        feeds = feeds_of(tokenizer, texts[start : start + batch])
        (output,) = session.run([folder.output], feeds)
        rows.append(output if folder.is_reranker else _pooled(output, feeds["attention_mask"]))
    return np.concatenate(rows)


def _pooled(tokens: np.ndarray, mask: np.ndarray) -> np.ndarray:
    sums = (tokens * mask[:, :, None]).sum(axis=1)
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def nearness(exact: np.ndarray, rounded: np.ndarray, is_reranker: bool) -> str:
    if is_reranker:
        differences = np.sort(np.abs(exact - rounded).ravel())
        correlation = np.corrcoef(exact.ravel(), rounded.ravel())[0, 1]
        return f"logits: correlation {correlation:.5f}, difference median {np.median(differences):.3f}, largest {differences[-1]:.3f}"
    cosines = np.sort((exact * rounded).sum(axis=1))
    return f"cosine: median {np.median(cosines):.5f}, 1st percentile {cosines[len(cosines) // 100]:.5f}, lowest {cosines[0]:.5f}"


def speeds(exact: onnxruntime.InferenceSession, rounded: onnxruntime.InferenceSession) -> str:
    """Returns the least processor time of one run for each shape. The two graphs run alternately."""
    parts = []
    for batch, tokens in SHAPES:
        ids = np.random.default_rng(0).integers(1000, 30_000, (batch, tokens))
        types = np.zeros_like(ids)
        types[:, tokens // 4 :] = 1
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        best = [float("inf")] * 2
        for _ in range(ROUNDS):
            for index, session in enumerate((exact, rounded)):
                started = time.process_time()
                session.run(None, feeds)
                best[index] = min(best[index], time.process_time() - started)
        parts.append(f"{batch} x {tokens} tokens: float32 {best[0] * 1e3:.1f} ms, int8 {best[1] * 1e3:.1f} ms ({best[0] / best[1]:.2f}x)")
    return "; ".join(parts)


def compare(folder: ModelFolder, count: int) -> None:
    texts = evaluation_texts(SETS, count, folder.is_reranker)
    exact, rounded = open_session(folder.path / FLOAT32), open_session(folder.path / INT8)
    alone = results(rounded, folder, texts)
    print(f"{INT8} compared with {FLOAT32} on {len(texts)} texts of the evaluation sets")
    print(nearness(results(exact, folder, texts), alone, folder.is_reranker))
    together = results(rounded, folder, texts, batch=16)
    print(f"largest difference between a text alone and in a padded batch of 16: {np.abs(alone - together).max():.1e}")
    print(speeds(open_session(folder.path / FLOAT32, threads=1), open_session(folder.path / INT8, threads=1)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    compare(ModelFolder.open(arguments.folder), arguments.count)
