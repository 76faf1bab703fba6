"""Reads a folder of `models/` and updates its manifest."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

FLOAT32 = "model.onnx"
INT8 = "model_int8.onnx"


@dataclass(frozen=True)
class ModelFolder:
    path: Path
    manifest: dict

    @staticmethod
    def open(path: Path) -> "ModelFolder":
        return ModelFolder(path, json.loads((path / "manifest.json").read_text()))

    @property
    def is_reranker(self) -> bool:
        return self.manifest.get("kind") == "reranker"

    @property
    def max_length(self) -> int:
        return self.manifest["max_length"]

    @property
    def output(self) -> str:
        return self.manifest["output"]

    def record(self, facts: dict) -> None:
        """Adds the integer graph to the manifest: `facts` under `int8`, size and hash under `files`."""
        content = (self.path / INT8).read_bytes()
        entry = {"path": INT8, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "reads": [FLOAT32]}
        files = [file for file in self.manifest["files"] if file["path"] != INT8]
        at = next(index for index, file in enumerate(files) if file["path"] == FLOAT32)
        files.insert(at + 1, entry)
        manifest = {**{key: value for key, value in self.manifest.items() if key not in ("int8", "files")}}
        manifest = {**manifest, "int8": facts, "files": files}
        (self.path / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
