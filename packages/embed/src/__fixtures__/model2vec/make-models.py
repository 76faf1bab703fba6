"""Makes the static models beside this script, and vectors.json: model2vec's vectors of some texts from these models and from models/static-en.

pip install model2vec==0.10.0 tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
python make-models.py
"""

import gzip
import importlib.metadata
import json
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer

here = Path(__file__).parent
root = here.parents[4]
DIMENSION = 16
random = np.random.default_rng(7)


def word_piece() -> Tokenizer:
    """Returns BERT's tokenizer with only the used tokens of its first 2300, and all later tokens of `##` and one character."""
    file = json.loads((root / "models/all-minilm-l6-v2/tokenizer.json").read_text())
    words = list(file["model"]["vocab"])
    kept = [token for token in words[:2300] if not token.startswith("[unused")] + [w for w in words[2300:] if len(w) == 3 and w[:2] == "##"]
    file["model"]["vocab"] = {token: index for index, token in enumerate(kept)}
    for token in file["added_tokens"]:
        token["id"] = file["model"]["vocab"][token["content"]]
    file["post_processor"] = None
    return Tokenizer.from_str(json.dumps(file))


def unigram() -> Tokenizer:
    files = json.loads(gzip.decompress((root / "packages/tokenizer/src/__fixtures__/tiny-tokenizers.json.gz").read_bytes()))
    file = files["unigram"]
    # The original character table has a quarter of a megabyte. The tests of @x/tokenizer cover it.
    file["normalizer"] = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}
    file["model"]["vocab"] = file["model"]["vocab"][:700]
    return Tokenizer.from_str(json.dumps(file))


def table(rows: int, dtype: str = "float32") -> np.ndarray:
    values = random.normal(size=(rows, DIMENSION))
    return np.rint(values * 40).clip(-127, 127).astype(dtype) if dtype == "int8" else values.astype(dtype)


bert, pieces = word_piece(), unigram()
tokens = bert.get_vocab_size()
models = {
    "float32": StaticModel(table(tokens), bert, normalize=True),
    "float16": StaticModel(table(tokens, "float16"), bert, normalize=True),
    "int8-weighted": StaticModel(
        table(tokens, "int8"), bert, normalize=True, weights=random.uniform(0.001, 0.02, tokens).astype("float32")
    ),
    "quantized-vocabulary": StaticModel(
        table(50),
        bert,
        normalize=True,
        weights=random.uniform(0.1, 2, tokens),
        token_mapping=random.integers(0, 50, tokens, dtype=np.int32),
    ),
    "short-and-long": StaticModel(table(tokens), bert, normalize=False, max_length=16),
    "unigram": StaticModel(table(pieces.get_vocab_size()), pieces, normalize=True),
}
texts = [text["text"] for text in json.loads((here.parent / "embeddings_all_minilm.json").read_text())["cases"]] + [
    "word " * 2000,
    "incomprehensibilities " * 400,
    "a𠀀🙂" * 1500,
    "[SEP] [UNK] [CLS] sep",
]
vectors = {}
for name, model in models.items():
    model.save_pretrained(here / name)
    for file in ("README.md", "modules.json"):
        (here / name / file).unlink(missing_ok=True)
    loaded = StaticModel.from_pretrained(here / name)
    # model2vec rounds its results to the type of the table. A float32 table contains the same numbers and prevents this rounding.
    loaded.embedding = loaded.embedding if loaded.embedding.dtype == np.int8 else loaded.embedding.astype("float32")
    vectors[name] = [[round(float(value), 7) for value in vector] for vector in loaded.encode(texts)]
# The published model embeds only some of the texts.
shipped = StaticModel.from_pretrained(root / "models/static-en")
vectors["static-en"] = [[round(float(value), 7) for value in vector] for vector in shipped.encode(texts[:12])]
versions = {name: importlib.metadata.version(name) for name in ("model2vec", "tokenizers", "numpy")}
(here / "vectors.json").write_text(json.dumps({"versions": versions, "texts": texts, "vectors": vectors}) + "\n")
