"""Makes pytrec-eval.json: random graded judgments, random runs with many ties, and pytrec_eval's measures of these runs.

pip install pytrec-eval-terrier==0.5.11 && python make-pytrec-eval.py > pytrec-eval.json
"""

import json
import random

import pytrec_eval

random.seed(20)
MEASURES = {"ndcg_cut.1,5,10,100", "recip_rank", "recall.1,5,100", "P.1,5,10", "map", "map_cut.5"}
NAMES = {
    **{f"ndcg_cut_{k}": f"ndcg@{k}" for k in (1, 5, 10, 100)},
    **{f"recall_{k}": f"recall@{k}" for k in (1, 5, 100)},
    **{f"P_{k}": f"precision@{k}" for k in (1, 5, 10)},
    "recip_rank": "mrr",
    "map": "map",
    "map_cut_5": "map@5",
}

judgements, run = {}, {}
for number in range(60):
    query = f"q{number}"
    documents = [f"{random.choice('abcdDé')}{index}" for index in range(random.randint(1, 60))]
    judged = random.sample(documents, random.randint(1, len(documents)))
    judgements[query] = {document: random.choice([0, 0, 0, 1, 1, 2, 3]) for document in judged}
    returned = random.sample(documents, random.randint(1, len(documents)))
    digits = random.choice([0, 1, 8])
    run[query] = {document: round(random.uniform(-3, 3), digits) for document in returned}

answers = pytrec_eval.RelevanceEvaluator(judgements, MEASURES).evaluate(run)
expected = {name: {query: answers[query][theirs] for query in run} for theirs, name in NAMES.items()}
print(json.dumps({"judgements": judgements, "run": run, "expected": expected}, ensure_ascii=False))
