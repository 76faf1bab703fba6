"""Makes xquad-bm25.json: what pytrec_eval says of BM25's answers to XQuAD.

npm run eval -- --set xquad_en --systems bm25 --runs runs
pip install pytrec-eval-terrier==0.5.10
python make-xquad-bm25.py ../sets/xquad_en/qrels.tsv runs/xquad_en.bm25.run > xquad-bm25.json
"""

import json
import sys

import pytrec_eval

NAMES = {"ndcg_cut_10": "ndcg@10", "recall_100": "recall@100"}
judgements = {}
for line in open(sys.argv[1]).read().splitlines()[1:]:
    query, document, relevance = line.split("\t")
    judgements.setdefault(query, {})[document] = int(relevance)
run = {}
for line in open(sys.argv[2]):
    query, _, document, _, score, _ = line.split()
    run.setdefault(query, {})[document] = float(score)
judge = pytrec_eval.RelevanceEvaluator(judgements, {"ndcg_cut.10", "recall.100", "recip_rank"})
answers = judge.evaluate(run)
# pytrec_eval has no cut for the reciprocal rank: 0 beyond the tenth place.
values = {
    query: {
        **{name: answer[measure] for measure, name in NAMES.items()},
        "mrr@10": answer["recip_rank"] if answer["recip_rank"] >= 0.1 else 0,
    }
    for query, answer in answers.items()
}
count = len(values)
means = {name: sum(value[name] for value in values.values()) / count for name in ("ndcg@10", "mrr@10", "recall@100")}
json.dump({"queries": count, "means": means}, sys.stdout, indent=1)
print()
