"""The host."""

import re
import time

import torch

from ...kit.failure import Failure
from ..math_modes import set_math_modes


class CpuDevice:
    """The host: a monotonic clock around the calls."""

    def __init__(self, threads):
        self.torch_device = torch.device("cpu")
        torch.set_num_threads(threads)
        clock = time.get_clock_info("perf_counter")
        self.clock = {"name": "host, monotonic", "quantumNs": max(1.0, clock.resolution * 1e9)}

    def facts(self):
        return {
            "device": "cpu",
            "threads": torch.get_num_threads(),
            "cpuCapability": cpu_capability(),
            "mathMode": "f32 as IEEE, no TF32 or bf16 in its place",
        }

    def prepare_math(self, data_type):
        if data_type == "tf32":
            raise Failure("unsupported", "TF32 is a mode of NVIDIA's tensor cores; a CPU has none.")
        set_math_modes(allow_tf32=False)

    def make_kernel(self, program_pass):
        raise Failure("unsupported", "CUDA kernels run on a GPU; this stack computes on the CPU.")

    def choose_algorithm(self, call, tensors):
        return {}

    def bind(self, executable, tensors):
        return executable.bind(tensors)

    def sample(self, repeat, repetitions, hold):
        """Runs `repeat(count)` under the clock: nanoseconds by the device's clock and by the host's.

        There is no queue to hold back.
        """
        start = time.perf_counter_ns()
        repeat(repetitions)
        elapsed = time.perf_counter_ns() - start
        return elapsed, elapsed

    def spoil(self):
        pass

    def synchronize(self):
        pass

    def release(self):
        pass


def cpu_capability():
    get = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", None)
    if get is not None:
        return get()
    match = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return match.group(1) if match else "unknown"
