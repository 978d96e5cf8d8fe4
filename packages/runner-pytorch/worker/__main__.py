"""Runs inside a Python environment, with standard library and torch only: python -B worker/ --help

The syntax of Python 2.7, so that an interpreter that is too old for the rest can say so itself.
"""

from __future__ import print_function

import json
import os
import platform
import sys


def describe_outdated():
    """What the probe says of a Python that cannot run it."""
    # What PYTHONPATH brings is another's.
    brought = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = [folder for folder in sys.path if folder not in brought]
    has_torch = any(os.path.isdir(os.path.join(folder, "torch")) for folder in own)
    return {"stackbenchProbe": 1, "pythonVersion": platform.python_version(), "torch": has_torch or None}


if sys.version_info >= (3, 8):
    from stackbench_worker.main import main

    main()
elif sys.argv[1:] == ["--probe"]:
    print("\n" + json.dumps(describe_outdated()))
else:
    sys.exit("The worker needs Python 3.8 or newer; this is %s." % platform.python_version())
