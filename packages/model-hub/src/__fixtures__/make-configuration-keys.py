"""Collects the keys of all configuration files of sentence-transformers' modules from its releases, without running their code.

    pip download --no-deps --dest wheels sentence-transformers==6.2.0   # repeat this for each version in `releases`
    python make-configuration-keys.py wheels > configuration-keys.json

`written` lists the keys that a release saves. `accepted` lists the keys that it passes to the module's constructor when it loads a file.
"""

import ast
import json
import re
import sys
import zipfile
from pathlib import Path

releases = ["3.0.1", "3.4.1", "4.1.0", "5.0.0", "5.1.2", "5.3.0", "5.4.0", "6.0.0", "6.2.0"]
# Loading arguments that a release reads from a transformer's file. They are not constructor parameters in every release.
argument_names = re.compile(r'"((?:model|tokenizer|processor|config)_(?:args|kwargs))"')


def strings(node):
    return [item.value for item in node.elts] if isinstance(node, (ast.List, ast.Tuple)) else []


def written_keys(class_node):
    """Returns the keys in `config_keys` and in the dictionaries of the methods `get_config_dict` and `save`."""
    keys = []
    for node in ast.walk(class_node):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        names = [target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets]
        if "config_keys" in names and node.value is not None:
            keys += strings(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in ("get_config_dict", "save"):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Dict):
                    keys += [key.value for key in inner.keys if isinstance(key, ast.Constant)]
    return keys


def accepted_keys(class_node):
    for node in class_node.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return [argument.arg for argument in node.args.args[1:] + node.args.kwonlyargs]
    return []


def model_keys(source):
    """Returns the keys of `config_sentence_transformers.json` that the class of a whole model reads or writes."""
    keys = re.findall(r'model_config(?:\.get\(|\[)"(\w+)"', source)
    keys += re.findall(r'^ +config\["(\w+)"\] = self', source, re.MULTILINE)
    for block in re.findall(r"def _get_model_config.*?(?=\n    def )", source, re.DOTALL):
        keys += re.findall(r'^ {8,12}"(\w+)":', block, re.MULTILINE) + re.findall(r'config\["(\w+)"\]', block)
    return keys


def list_keys(source):
    """Returns the keys of an entry of `modules.json`."""
    found = re.findall(r'module_config(?:\.get\(|\[)"(\w+)"', source)
    return found + re.findall(r'\{"idx": idx, ([^}]*)\}', source)[:1] and ["idx", "name", "path", "type", *found]


def read_release(wheel):
    modules = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not name.endswith(".py"):
                continue
            source = archive.read(name).decode()
            if "/sparse_encoder/" in name or "/multi_vector_encoder/" in name:
                continue
            if re.search(r"/(SentenceTransformer|CrossEncoder|model)\.py$", name):
                for kind, keys in (("config_sentence_transformers.json", model_keys(source)), ("modules.json", list_keys(source))):
                    entry = modules.setdefault(kind, {"written": set(), "accepted": set()})
                    entry["written"] |= set(keys)
            if not re.search(r"/(models|modules)/[^/]+\.py$", name):
                continue
            for node in ast.parse(source).body:
                if not isinstance(node, ast.ClassDef):
                    continue
                written = set(written_keys(node))
                if node.name == "Transformer":
                    written |= set(argument_names.findall(source)) & set(re.findall(r'"(\w+)"', source))
                if written or node.name == "Normalize":
                    modules[node.name] = {"written": written, "accepted": set(accepted_keys(node))}
    return {kind: {name: sorted(keys) for name, keys in entry.items()} for kind, entry in sorted(modules.items())}


def compact(value, depth=0):
    """Returns JSON with one line for each module."""
    if depth == 3 or not isinstance(value, dict):
        return json.dumps(value)
    indent = " " * (depth + 1)
    lines = [f"{indent}{json.dumps(key)}: {compact(item, depth + 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"


wheels = Path(sys.argv[1])
content = {
    "how": "make-configuration-keys.py, from the wheels of sentence-transformers on PyPI (Apache-2.0)",
    "releases": {version: read_release(next(wheels.glob(f"sentence_transformers-{version}-*.whl"))) for version in releases},
}
print(compact(content))
