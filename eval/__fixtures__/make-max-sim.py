"""Makes max-sim.json: the MaxSim scores of some queries and passages of xquad_en, with weighted query tokens, computed in float64.

pip install onnxruntime==1.32.0 tokenizers==0.23.3 numpy==2.4.6 snowballstemmer==3.1.1
python make-max-sim.py ../sets/xquad_en ../../models/all-minilm-l6-v2 STOP_WORDS > max-sim.json

STOP_WORDS is a file with NLTK's English stop words, one per line.
"""

import json
import math
import re
import sys
from pathlib import Path

import numpy
import onnxruntime
import snowballstemmer
import tokenizers

PASSAGES = 60
QUERIES = 12
WORD = re.compile(r"[^\W]+")

folder, model, stop_word_file = (Path(argument) for argument in sys.argv[1:4])
tokenizer = tokenizers.Tokenizer.from_file(str(model / "tokenizer.json"))
tokenizer.enable_truncation(256)
session = onnxruntime.InferenceSession(str(model / "model.onnx"))
stemmer = snowballstemmer.stemmer("english")
stop_words = set(stop_word_file.read_text().split())


def token_vectors(text: str):
    encoding = tokenizer.encode(text)
    feeds = {
        "input_ids": [encoding.ids],
        "attention_mask": [encoding.attention_mask],
        "token_type_ids": [encoding.type_ids],
    }
    wanted = {one.name for one in session.get_inputs()}
    feeds = {name: numpy.array(value, dtype=numpy.int64) for name, value in feeds.items() if name in wanted}
    rows = session.run(None, feeds)[0][0].astype(numpy.float64)
    return encoding, rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def stem(word: str) -> str | None:
    word = word.lower()
    return None if word in stop_words else stemmer.stemWord(word)


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


passages = {one["_id"]: f"{one.get('title', '')} {one['text']}".strip() for one in read("corpus.jsonl")[:PASSAGES]}
queries = [one["text"] for one in read("queries.jsonl")[:: 120 // QUERIES][:QUERIES]]
rows_of = {key: token_vectors(text)[1] for key, text in passages.items()}
stems_of = {key: {stem(word) for word in WORD.findall(text)} for key, text in passages.items()}


def weight(query: str, start: int, end: int) -> float:
    word = next((match for match in WORD.finditer(query) if match.start() < end and start < match.end()), None)
    if start == end or word is None:
        return 0.0
    stemmed = stem(word.group())
    if stemmed is None:
        return 0.2
    having = sum(stemmed in stems for stems in stems_of.values())
    return min(5.0, max(0.2, math.log(1 + (PASSAGES - having + 0.5) / (having + 0.5))))


def judge(query: str) -> dict:
    encoding, rows = token_vectors(query)
    weights = numpy.array([weight(query, *offsets) for offsets in encoding.offsets])
    scores = {
        key: float(weights @ (rows @ others.T).max(axis=1) / weights.sum()) for key, others in rows_of.items()
    }
    best = sorted(scores, key=lambda key: -scores[key])[:10]
    return {"query": query, "best": [{"key": key, "score": round(scores[key], 7)} for key in best]}


json.dump({"passages": list(passages), "queries": [judge(query) for query in queries]}, sys.stdout, indent=1)
print()
