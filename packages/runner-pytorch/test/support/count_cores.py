"""Prints how many threads the worker computes with: count_cores.py [ROOT]."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))
from stackbench_worker.kit.cores import count_cores

print(count_cores(*sys.argv[1:]))
