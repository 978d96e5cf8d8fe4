"""Writes what the worker fills a tensor with: dump_fill.py DTYPE FILL_JSON STREAM COUNT FILE."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))
import worker

worker.import_torch()
dtype, fill, stream, count, file = sys.argv[1:]
tensor = worker.torch.empty(int(count), dtype=getattr(worker.torch, dtype))
worker.fill_input(tensor, json.loads(fill), int(stream))
worker.write_bytes(tensor.to(worker.torch.float32), file)
