"""Records which characters Qdrant's engine folds to which ASCII spelling, as packages/qdrant-local/src/__fixtures__/ascii-folding.json.

Each character up to U+FFFF, except the CJK blocks, is the text of a point. Each possible spelling is a query.
"""

import json
import string
import tempfile
import unicodedata

import qdrant_edge as edge
from qdrant_client import models
from edge_filters import to_filter
from edge_schema import to_index

FIXTURE = "../../packages/qdrant-local/src/__fixtures__/ascii-folding.json"
CJK = [range(0x3400, 0xA000), range(0xAC00, 0xD7B0)]


def is_recorded(code: int) -> bool:
    return unicodedata.category(chr(code))[0] not in "CZ" and not any(code in block for block in CJK)


def spellings() -> list[str]:
    printable = [chr(code) for code in range(33, 127)]
    pairs = [first + second for first in printable for second in printable]
    bracketed = [f"({inner})" for inner in [*string.ascii_letters, *range(51)]]
    return printable + pairs + bracketed + [f"{number}." for number in range(51)] + ["ffi", "ffl", "...", "TEL"]


codes = [code for code in range(0x80, 0x10000) if is_recorded(code)]
config = edge.EdgeConfig(vectors=edge.EdgeVectorParams(1, edge.Distance.Dot), sparse_vectors={}, wal_enabled=False)
shard = edge.EdgeShard.create(tempfile.mkdtemp(), config)
points = [edge.Point(code, [1.0], {"text": f"q{chr(code)}q"}) for code in codes]
shard.update(edge.UpdateOperation.upsert_points(points, None, None))
index = models.TextIndexParams(type="text", tokenizer="whitespace", ascii_folding=True, lowercase=False)
shard.update(edge.UpdateOperation.create_field_index("text", to_index(index)))

folded: dict[str, str] = {}
for spelling in dict.fromkeys(spellings()):
    condition = models.FieldCondition(key="text", match=models.MatchText(text=f"q{spelling}q"))
    found = shard.scroll(edge.ScrollRequest(limit=5000, filter=to_filter(models.Filter(must=[condition]))))[0]
    if found:
        folded[spelling] = "".join(sorted(chr(point.id) for point in found))

with open(FIXTURE, "w", encoding="utf-8") as file:
    json.dump(dict(sorted(folded.items())), file, ensure_ascii=False, indent=1)
    file.write("\n")
