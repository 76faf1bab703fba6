"""Makes tiny-tokenizers.json.gz: small tokenizer.json files of the kinds that no model package of this repository contains.

pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf==7.36.2
python make-tiny-tokenizers.py ../../../../eval/sets

`unigram` has the normalizer (nmt_nfkc) and the pre-tokenizer of XLM-RoBERTa. `bpe` has the pre-tokenizer of GPT-2. Both are trained on the texts of
the evaluation sets and of tokenizer_all_minilm.json.
"""

import gzip
import json
import sys
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

here = Path(__file__).parent
passages = [
    json.loads(line)["text"]
    for name in ("covidqa_dev", "pubmedqa", "xquad_en")
    for line in (Path(sys.argv[1]) / name / "corpus.jsonl").read_text().splitlines()
]
goldens = json.loads((here / "tokenizer_all_minilm.json").read_text())
lines = [line for text in [*passages, *(single["text"] for single in goldens["singles"])] for line in text.splitlines()]


def unigram() -> dict:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text("\n".join(lines))
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=f"{folder}/model",
            vocab_size=2000,
            model_type="unigram",
            normalization_rule_name="nmt_nfkc",
            num_threads=1,
            minloglevel=2,
        )
        proto = sentencepiece_model_pb2.ModelProto.FromString((Path(folder) / "model.model").read_bytes())
    vocabulary = [(piece.piece, round(piece.score, 4)) for piece in proto.pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.normalizer = normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)
    return json.loads(tokenizer.to_str())


def bpe() -> dict:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        lines, trainers.BpeTrainer(vocab_size=1500, initial_alphabet=alphabet, show_progress=False)
    )
    return json.loads(tokenizer.to_str())


files = json.dumps({"unigram": unigram(), "bpe": bpe()}, ensure_ascii=False)
(here / "tiny-tokenizers.json.gz").write_bytes(gzip.compress(files.encode(), 9, mtime=0))
