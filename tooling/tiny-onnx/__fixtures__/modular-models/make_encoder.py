"""Makes encoder/: a BERT encoder with random weights, its tokenizer and its ONNX graph, which outputs the last hidden state.

The encoder has 2 layers and a hidden size of 16. The tokenizer has 39 tokens.

    pip install sentence-transformers==6.2.0 torch==2.15.0 transformers==5.24.0 onnx==1.23.2
    python make_encoder.py
"""

from pathlib import Path

import torch
from transformers import BertConfig, BertModel, BertTokenizer

WORDS = "hello Hello world query document : the The bees make honey in a hive . , Rust is language of systems fast slow ! ? it Mars planet red".split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

torch.manual_seed(7)
target = Path(__file__).parent / "encoder"
target.mkdir(exist_ok=True)
vocabulary = {word: index for index, word in enumerate(SPECIAL + WORDS + [chr(letter) for letter in range(ord("b"), ord("g"))])}
tokenizer = BertTokenizer(vocab=vocabulary, do_lower_case=False, model_max_length=64)
config = BertConfig(
    vocab_size=len(vocabulary),
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=32,
    max_position_embeddings=64,
    attn_implementation="eager",
)
model = BertModel(config, add_pooling_layer=False).eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.randn_like(parameter) * 0.4 + (1 if name.endswith("LayerNorm.weight") else 0))
model.save_pretrained(target)
tokenizer.save_pretrained(target)


class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


names = ["input_ids", "attention_mask", "token_type_ids"]
example = torch.ones((2, 5), dtype=torch.int64)
torch.onnx.export(
    Encoder(),
    (example, example, torch.zeros_like(example)),
    target / "model.onnx",
    input_names=names,
    output_names=["last_hidden_state"],
    dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "last_hidden_state"]},
    opset_version=17,
    dynamo=False,
)
