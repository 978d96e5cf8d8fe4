"""A worker without torch, or any array library: what the kit alone makes of Python's lists.

    list_worker.py          obeys the line protocol; computes nothing, its outputs are its inputs
"""

import itertools
import operator
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))
from stackbench_worker.kit import inputs
from stackbench_worker.kit.failure import Failure
from stackbench_worker.kit.outputs import write_output
from stackbench_worker.kit.protocol import PROTOCOL, claim_replies, read_requests, serve
from stackbench_worker.kit.worker import LateWorker, Worker


class Int32List:
    def __init__(self, values):
        self.values = [inputs.signed32(int(value)) for value in values]


def elementwise(operation):
    def apply(self, other):
        others = other.values if isinstance(other, Int32List) else itertools.repeat(other)
        return Int32List(map(operation, self.values, others))

    return apply


for name in ("add", "sub", "mul", "mod", "xor", "and", "rshift", "eq"):
    setattr(Int32List, f"__{name}__", elementwise(getattr(operator, f"__{name}__")))


class FloatOutput:
    def __init__(self, values):
        self.values = values

    def whole(self):
        return struct.pack(f"<{len(self.values)}f", *self.values)

    def elements(self, indices):
        return FloatOutput([self.values[index] for index in indices]).whole()


class ListWorker(Worker):
    def describe(self):
        return {"protocol": PROTOCOL, "clock": {"name": "none", "quantumNs": 1}, "facts": {}}

    def prepare(self, program, buffer_sets):
        self.elements = program["tensors"][0]["elements"]
        return {"buildNs": 0}

    def fill(self, fill):
        key = inputs.stream_key(fill["seed"], 0)
        hashes = inputs.hash_elements(Int32List(range(self.elements)), 0, key)
        if fill["kind"] == "integers":
            self.values = inputs.integers(hashes, fill["range"], fill["sparsity"]).values
        else:
            self.values = [inputs.real_of(bits, 24) for bits in inputs.real_bits(hashes, 24).values]

    def spoil(self):
        """Its outputs are its inputs: there is nothing of its own to spoil."""

    def sample(self, repetitions, hold):
        raise Failure("unsupported", "A list computes nothing: ß.")

    def read(self, output, selection, file):
        write_output(FloatOutput(self.values), selection, file)
        return 0


serve(LateWorker(ListWorker), read_requests(sys.stdin.buffer), claim_replies())
