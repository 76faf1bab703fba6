"""Saves small models in the layout of sentence-transformers, and their results. Each has the encoder beside this file and a random head.

    pip install sentence-transformers==6.2.0
    python make_models.py saved-by-6.2.0      # repeat with 3.4.1, which cannot save rerankers of modules

Writes expected.json and a folder for each model. The folder omits the weights of the encoder and all files that equal those of encoder/.
"""

import inspect
import json
import sys
from pathlib import Path

import numpy
import sentence_transformers
import torch
import transformers
from sentence_transformers import CrossEncoder, SentenceTransformer

try:
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Dropout, LayerNorm, Pooling
except ImportError:
    from sentence_transformers.models import Dense, Dropout, LayerNorm, Normalize, Pooling, Transformer

ENCODER = str(Path(__file__).parent / "encoder")
TEXTS = [
    "hello world",
    "Hello",
    "The bees make honey in a hive.",
    "Rust is a language of fast systems, it is",
    "Mars is the red planet! bees bees bees bees bees bees bees bees bees bees bees bees bees bees",
]
QUERY = "is it Mars?"
IDENTITY = torch.nn.Identity()
HAS_RESIDUAL = "use_residual" in inspect.signature(Dense).parameters
# True since release 5.4.
IS_NEW = "module_output_name" in inspect.signature(Dense).parameters

target = Path(sys.argv[1])
torch.manual_seed(11)


def randomized(module):
    """Returns the module with random weights. They are large enough that every layer changes its input clearly."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.5)
    return module


def encoder(**options):
    return Transformer(ENCODER, **options)


def save(model, name):
    model.save(str(target / name), create_model_card=False)
    for file in (target / name).iterdir():
        twin = Path(ENCODER) / file.name
        is_encoder = file.name in ("model.safetensors", "pytorch_model.bin")
        if is_encoder or (file.is_file() and twin.exists() and twin.read_bytes() == file.read_bytes()):
            file.unlink()
    # Older releases save the path of the encoder's folder.
    config = target / name / "config.json"
    if config.exists():
        content = json.loads(config.read_text())
        content.pop("_name_or_path", None)
        config.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")


def rounded(values):
    return [[float(f"{value:.7g}") for value in row] for row in numpy.atleast_2d(values)]


def embedder(name, modules, **options):
    model = SentenceTransformer(modules=modules, **options)
    save(model, name)
    expected = {"name": name, "texts": TEXTS, "query": QUERY, "vectors": rounded(model.encode(TEXTS))}
    if hasattr(model, "encode_query"):
        expected["queryVector"] = rounded(model.encode_query(QUERY))[0]
        expected["passageVectors"] = rounded(model.encode_document(TEXTS))
    return expected


def reranker(name, modules, **options):
    model = CrossEncoder(modules=modules, **options)
    save(model, name)
    scores = model.predict([(QUERY, text) for text in TEXTS])
    return {"name": name, "query": QUERY, "texts": TEXTS, "scores": rounded(scores)[0]}


embedders = [
    embedder("dense-normalize", [encoder(), Pooling(16, "mean"), randomized(Dense(16, 8)), Normalize()]),
    embedder(
        "layer-norm",
        [
            encoder(),
            Pooling(16, "cls"),
            randomized(Dense(16, 16, bias=False, activation_function=torch.nn.GELU())),
            Dropout(0.5),
            randomized(LayerNorm(16)),
            randomized(Dense(16, 6, activation_function=IDENTITY, **({"use_residual": True} if HAS_RESIDUAL else {}))),
        ],
    ),
    embedder(
        "prompt-left-out",
        [encoder(), Pooling(16, "mean", include_prompt=False), randomized(Dense(16, 8, activation_function=IDENTITY))],
        prompts={"query": "query : ", "document": "", "extra": "The document : "},
        default_prompt_name="extra",
    ),
    embedder(
        "lower-case",
        [encoder(max_seq_length=12, do_lower_case=True), Pooling(16, "lasttoken"), Normalize()],
        **({"truncate_dim": 5} if IS_NEW else {}),
    ),
]
rerankers = [] if not IS_NEW else [
    reranker(
        "ettin",
        [
            encoder(),
            Pooling(16, "cls"),
            randomized(Dense(16, 16, bias=False, activation_function=torch.nn.GELU())),
            randomized(LayerNorm(16)),
            randomized(Dense(16, 1, activation_function=IDENTITY, module_output_name="scores")),
        ],
        activation_fn=IDENTITY,
    ),
    reranker(
        "mean-sigmoid",
        [encoder(), Pooling(16, "mean"), randomized(Dense(16, 4)), randomized(Dense(4, 1, activation_function=IDENTITY, module_output_name="scores"))],
        max_length=16,
    ),
]
content = {
    "how": "make_models.py",
    "versions": {
        "sentence-transformers": sentence_transformers.__version__,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    },
    "embedders": embedders,
    "rerankers": rerankers,
}
# The file has one line for each model.
(target / "expected.json").write_text(json.dumps(content).replace('{"name"', '\n{"name"') + "\n")
