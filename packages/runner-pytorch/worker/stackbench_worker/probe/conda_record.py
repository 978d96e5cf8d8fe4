"""conda's record of what it installed."""

import hashlib
import json
import os
import re
import sys

from ..torch_package import read_text
from .files import list_folder


def claim_of_conda(package):
    """conda's record of the package that put the file there."""
    # A venv may take its packages from a conda environment below it.
    for prefix in dict.fromkeys((sys.prefix, sys.base_prefix)):
        claim = claim_in_prefix(package, prefix)
        if claim is not None:
            return claim
    return None


def claim_in_prefix(package, prefix):
    meta = os.path.join(prefix, "conda-meta")
    path = os.path.relpath(os.path.join(package, "__init__.py"), prefix).replace(os.sep, "/")
    for name in sorted(list_folder(meta)):
        if re.match(r"^(pytorch|libtorch|torch)-.*\.json$", name):
            text = read_text(os.path.join(meta, name))
            if f'"{path}"' not in text:
                continue
            try:
                record = json.loads(text)
                build, doubts = record.get("build"), check_conda_record(record, prefix, path)
            except (ValueError, RecursionError, AttributeError, TypeError):
                build, doubts = None, [f"conda's record {name} is damaged"]
            return {"installedBy": "conda", "build": build if isinstance(build, str) else None, "doubts": doubts}
    return None


def check_conda_record(record, prefix, path):
    listed = {entry.get("_path"): entry for entry in record.get("paths_data", {}).get("paths", [])}
    entry = listed.get(path, {})
    digest = entry.get("sha256_in_prefix") or entry.get("sha256")
    if digest is None:
        return []
    with open(os.path.join(prefix, *path.split("/")), "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != digest:
            return ["torch/__init__.py was changed after conda installed it"]
    return []
