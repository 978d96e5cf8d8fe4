"""The worker's `--device cuda` without a GPU, for tests: torch.cuda is a FAKE that computes on the CPU.

    worker_on_fake_gpu.py --driver libcuda.so.1 [--capability 9.0] [--no-graphs]

Real are the worker, its protocol, NVRTC, and the calls of the driver; the driver is the fake one of
packages/runner-cuda/test/fake-gpu (every kernel is a matrix product), streams run at once, events read the
host's clock, and a graph that is replayed does again what was recorded.
"""

import argparse
import contextlib
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../worker"))

import torch
from stackbench_worker.cuda.driver import Driver
from stackbench_worker.kit.protocol import claim_replies, read_requests, serve
from stackbench_worker.kit.worker import LateWorker
from stackbench_worker.pytorch.devices import cuda as cuda_device
from stackbench_worker.pytorch.import_torch import import_torch
from stackbench_worker.pytorch.repeater import Repeater
from stackbench_worker.pytorch.worker import TorchWorker

parser = argparse.ArgumentParser()
parser.add_argument("--driver", required=True)
parser.add_argument("--capability", default="9.0")
parser.add_argument("--no-graphs", action="store_true")
options = parser.parse_args()
capability = tuple(int(part) for part in options.capability.split("."))
counts = {"recorded": 0, "replayed": 0, "held": 0}


class FakeProperties:
    name = "Fake GPU"
    major, minor = capability
    multi_processor_count, total_memory, L2_cache_size = 4, 1 << 30, 4096


class FakeEvent:
    def __init__(self, enable_timing):
        self.at = 0

    def record(self, stream):
        self.at = time.perf_counter_ns()

    def synchronize(self):
        pass

    def elapsed_time(self, other):
        return (other.at - self.at) / 1e6


class FakeStream:
    cuda_stream = 0


class FakeGraph:
    def replay(self):
        counts["replayed"] += 1
        for work in self.recorded:
            work()


@contextlib.contextmanager
def record(graph, pool, stream):
    if options.no_graphs:
        raise RuntimeError("FAKE: this cannot be recorded")
    graph.recorded = []
    counts["recorded"] += 1
    calls = []
    original = Repeater.__call__

    def remember(repeat, count):
        first = repeat.next_set
        original(repeat, count)
        made = list(repeat.results)

        def again():
            kept = list(repeat.results)
            repeat.next_set = first
            original(repeat, count)
            # The results of a recording lie in memory of its own.
            for own, result in zip(made, repeat.results):
                if own is not None:
                    own.copy_(result)
            repeat.results[:] = kept

        calls.append(again)

    Repeater.__call__ = remember
    try:
        yield
    finally:
        Repeater.__call__ = original
    graph.recorded = calls


@contextlib.contextmanager
def no_stream(stream):
    yield


def install(cuda):
    cuda.is_available = lambda: True
    cuda.device_count = lambda: 1
    cuda.set_device = lambda device: None
    cuda.get_device_properties = lambda device: FakeProperties
    cuda.get_device_capability = lambda device: capability
    cuda.Event, cuda.Stream, cuda.CUDAGraph = FakeEvent, FakeStream, FakeGraph
    cuda.graph, cuda.stream = record, no_stream
    cuda.synchronize = lambda device=None: None
    cuda.empty_cache = lambda: None
    cuda.graph_pool_handle = lambda: None
    cuda.set_stream = lambda stream: None
    cuda.default_stream = lambda device: None

    def sleep(cycles):
        counts["held"] += 1
        if "FAKE_GPU_LOG" in os.environ:
            with open(os.environ["FAKE_GPU_LOG"], "a", encoding="utf-8") as log:
                log.write(f"{cycles // cuda_device.SLEEP_CYCLES_PER_NS}\n")

    cuda._sleep = sleep


class FakeCuda(cuda_device.CudaDevice):
    def __init__(self):
        install(torch.cuda)
        zeros = torch.zeros
        torch.zeros = lambda *shape, device: zeros(*shape)
        super().__init__()
        torch.zeros = zeros
        # Memory is the host's.
        self.torch_device = torch.device("cpu")

    def facts(self):
        return {**super().facts(), "fake": "a CPU in place of a GPU"}

    def release(self):
        super().release()
        print(f"FAKE {counts}", file=sys.stderr)


# The driver that would be found by its name.
cuda_device.Driver = lambda: Driver(options.driver)
replies = claim_replies()
import_torch()
serve(LateWorker(lambda: TorchWorker(FakeCuda())), read_requests(sys.stdin.buffer), replies)
