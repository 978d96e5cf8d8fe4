"""Compiles sources by the NVRTC of an environment: compile_sources.py REQUEST.json

The request has "packages" (the folder of NVIDIA's wheels), "capability" ([9, 0]), "flags" and "texts". Printed are the
target that the worker chooses, and for each source what NVRTC says against it; null where it compiles.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))

from stackbench_worker.cuda.nvrtc import Nvrtc
from stackbench_worker.kit.failure import Failure

request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
packages = Path(request["packages"])
library = next(file for file in sorted(packages.glob("*/lib/libnvrtc.so.*")) if "alt" not in file.name)
nvrtc = Nvrtc(str(library), [str(folder) for folder in sorted(packages.glob("*/include"))])
target = nvrtc.target_for(tuple(request["capability"]))


def complaint(text):
    try:
        nvrtc.compile({"text": text, "flags": request["flags"]}, target)
    except Failure as failure:
        return failure.message
    return None


print(json.dumps({"target": target, "complaints": [complaint(text) for text in request["texts"]]}))
