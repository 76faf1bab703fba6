"""Makes bm25.json: pytrec_eval's measures of the BM25 run on each evaluation set.

npm run eval -- --systems bm25 --runs runs
pip install pytrec-eval-terrier==0.5.10
python make-bm25.py ../sets runs > bm25.json
"""

import json
import sys
from pathlib import Path

import pytrec_eval

NAMES = {"ndcg_cut_10": "ndcg@10", "recall_100": "recall@100"}


def judged(folder: Path, run_file: Path) -> dict:
    judgements: dict = {}
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, relevance = line.split("\t")
        judgements.setdefault(query, {})[document] = int(relevance)
    run: dict = {}
    for line in run_file.read_text().splitlines():
        query, _, document, _, score, _ = line.split()
        run.setdefault(query, {})[document] = float(score)
    answers = pytrec_eval.RelevanceEvaluator(judgements, {"ndcg_cut.10", "recall.100", "recip_rank"}).evaluate(run)
    # pytrec_eval has no cutoff for the reciprocal rank. A first relevant document below rank 10 counts as 0.
    values = [
        {
            **{name: answer[measure] for measure, name in NAMES.items()},
            "mrr@10": answer["recip_rank"] if answer["recip_rank"] >= 0.1 else 0,
        }
        for answer in answers.values()
    ]
    means = {name: sum(value[name] for value in values) / len(values) for name in ("ndcg@10", "mrr@10", "recall@100")}
    return {"queries": len(values), "means": means}


sets, runs = Path(sys.argv[1]), Path(sys.argv[2])
oracle = {folder.name: judged(folder, runs / f"{folder.name}.bm25.run") for folder in sorted(sets.iterdir())}
json.dump(oracle, sys.stdout, indent=1)
print()
