"""Makes a tiny bge-m3 model beside this script, and vectors.json: FlagEmbedding's vectors of some texts from this model.

    pip install FlagEmbedding==1.4.2 torch==2.15.0 transformers==4.57.1 datasets==3.6.0 sentence-transformers==3.4.1 peft==0.15.2 onnx==1.23.2
    python make_model.py

The model is an XLM-RoBERTa with 2 layers, a hidden size of 16 and two heads. All its weights are random. Its graph has the outputs of
gpahal/bge-m3-onnx-int8, in the same order.
"""

import importlib.metadata
import json
import tempfile
from pathlib import Path

import torch
from FlagEmbedding.inference.embedder.encoder_only.m3 import M3Embedder
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

HIDDEN = 16
MAX_LENGTH = 32
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = "▁hello ▁world ▁bees ▁make ▁honey ▁in ▁a ▁hive ▁of ▁many ▁rust ▁is ▁fast ▁slow ▁it ▁mars ▁planet ▁red ▁nectar ▁collect".split()
PIECES = WORDS + ["▁", ".", ",", "!", "?"] + [chr(letter) for letter in range(ord("a"), ord("z") + 1)]
TEXTS = [
    "hello world",
    "",
    "bees make honey in a hive of bees",
    "honey honey honey honey",
    "mars is a red planet.",
    "蜂 make honey",
    "is it slow? it is fast, fast!",
    " ".join(WORDS).replace("▁", "") * 3,
]

torch.manual_seed(7)
target = Path(__file__).parent
vocabulary = [(token, 0.0) for token in SPECIAL] + [(piece, -2.0 - len(PIECES) / len(piece) / 8) for piece in PIECES]
tokenizer = Tokenizer(models.Unigram([*vocabulary, ("<mask>", 0.0)], unk_id=3))
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
tokenizer.post_processor = processors.TemplateProcessing(
    single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
)
PreTrainedTokenizerFast(
    tokenizer_object=tokenizer,
    bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>", unk_token="<unk>", pad_token="<pad>", mask_token="<mask>",
    model_max_length=MAX_LENGTH,
).save_pretrained(target)  # fmt: skip
# tokenizer_config.json contains the same tokens.
(target / "special_tokens_map.json").unlink()

config = XLMRobertaConfig(
    vocab_size=len(vocabulary) + 1,
    hidden_size=HIDDEN,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=32,
    max_position_embeddings=MAX_LENGTH + 2,
    type_vocab_size=1,
    pad_token_id=1,
    bos_token_id=0,
    eos_token_id=2,
    attn_implementation="eager",
)
encoder = XLMRobertaModel(config, add_pooling_layer=False).eval()
heads = {"colbert_linear": torch.nn.Linear(HIDDEN, HIDDEN), "sparse_linear": torch.nn.Linear(HIDDEN, 1)}
with torch.no_grad():
    for module in (encoder, *heads.values()):
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.4 + (1 if name.endswith("LayerNorm.weight") else 0))
    heads["sparse_linear"].bias.sub_(0.75)  # Makes some sparse weights negative.

# Saves the model in the layout that FlagEmbedding loads.
saved = Path(tempfile.mkdtemp())
encoder.save_pretrained(saved)
PreTrainedTokenizerFast.from_pretrained(target).save_pretrained(saved)
for name, head in heads.items():
    torch.save(head.state_dict(), saved / f"{name}.pt")
embedder = M3Embedder(str(saved), use_fp16=False, devices="cpu", pooling_method="cls")
expected = embedder.encode(TEXTS, batch_size=3, max_length=MAX_LENGTH, return_dense=True, return_sparse=True, return_colbert_vecs=True)


class Export(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = embedder.model

    def forward(self, input_ids, attention_mask):
        vectors = self.model(
            {"input_ids": input_ids, "attention_mask": attention_mask}, return_dense=True, return_sparse=True, return_colbert_vecs=True
        )
        return vectors["dense_vecs"], vectors["sparse_vecs"], vectors["colbert_vecs"]


axes = {name: {0: "batch", 1: "tokens"} for name in ["input_ids", "attention_mask", "sparse_vecs"]}
example = torch.tensor([[0, 4, 5, 6, 2], [0, 7, 2, 1, 1]])
torch.onnx.export(
    Export().eval(),
    (example, (example != 1).long()),
    target / "model.onnx",
    input_names=["input_ids", "attention_mask"],
    output_names=["dense_vecs", "sparse_vecs", "colbert_vecs"],
    dynamic_axes={**axes, "dense_vecs": {0: "batch"}, "colbert_vecs": {0: "batch", 1: "rows"}},
    opset_version=17,
    dynamo=False,
)
rounded = lambda rows: [[round(float(value), 7) for value in row] for row in rows]
vectors = [
    {
        "text": text,
        "dense": rounded([dense])[0],
        "sparse": {token: round(float(weight), 7) for token, weight in sparse.items()},
        "multiVector": rounded(rows),
    }
    for text, dense, sparse, rows in zip(TEXTS, expected["dense_vecs"], expected["lexical_weights"], expected["colbert_vecs"])
]
meta = {name: importlib.metadata.version(name) for name in ["FlagEmbedding", "torch", "transformers", "tokenizers"]}
(target / "vectors.json").write_text(json.dumps({"_meta": meta, "vectors": vectors}, ensure_ascii=False) + "\n")
