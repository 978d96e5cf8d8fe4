"""torch as it lies on disk, without importing it."""

import importlib.util
import os
import re


def find_torch():
    """The folder of the torch that this interpreter would import; None for none."""
    spec = importlib.util.find_spec("torch")
    return os.path.dirname(spec.origin) if spec is not None and spec.origin else None


def read_version(package):
    """The assignments of torch/version.py, read as text."""
    text = read_text(os.path.join(package, "version.py"))

    def value(name):
        match = re.search(rf"^{name}\b[^=\n]*=\s*['\"]([^'\"]*)['\"]", text, re.M)
        return match.group(1) if match else None

    return {"version": value("__version__"), "cuda": value("cuda"), "hip": value("hip")}


def read_text(path):
    """A file's text; '' for one that cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
