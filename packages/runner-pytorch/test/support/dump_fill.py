"""Writes what the worker fills a tensor with: dump_fill.py DTYPE FILL_JSON STREAM COUNT FILE."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))
from stackbench_worker.pytorch.import_torch import import_torch

import_torch()

import torch
from stackbench_worker.pytorch.tensors import bytes_of, fill_input

dtype, fill, stream, count, file = sys.argv[1:]
tensor = torch.empty(int(count), dtype=getattr(torch, dtype))
fill_input(tensor, json.loads(fill), int(stream))
with open(file, "wb") as out:
    out.write(bytes_of(tensor.to(torch.float32)))
