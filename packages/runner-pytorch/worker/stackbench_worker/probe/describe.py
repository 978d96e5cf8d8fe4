"""What a Python environment is, and which torch it has.

Where files do not vouch for torch (no installer knows it, one was changed, a library that it needs is
missing) `doubts` say so, and it takes an import to know.
"""

import json
import os
import platform

from ..torch_package import find_torch, read_version
from .binaries import missing_binaries, missing_libraries
from .installers import find_installer
from .origin import find_origin


def print_description():
    described = {"stackbenchProbe": 1, "pythonVersion": platform.python_version(), "torch": describe_torch()}
    # On a line of its own, whatever was printed before.
    print("\n" + json.dumps(described))


def describe_torch():
    try:
        package = find_torch()
    except Exception as error:
        return {"version": None, "doubts": [f"it cannot be looked up: {error}"]}
    if package is None:
        return None
    version, installer = read_version(package), find_installer(package)
    binaries = missing_binaries(package)
    doubts = installer.pop("doubts") + binaries + missing_libraries(package)
    if version["version"] is None:
        doubts.append("its version.py tells no version")
    return {
        "file": os.path.join(package, "__init__.py"),
        "doubts": doubts,
        "isForAnother": "not for this interpreter" in str(binaries),
        **find_origin(package),
        **version,
        **installer,
    }
