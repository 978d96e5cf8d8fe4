"""NVIDIA GPUs, and AMD's under the same name."""

import gc
import time

import torch

from ...cuda.driver import Driver
from ...cuda.find_nvrtc import open_nvrtc
from ...kit.failure import Failure, last_line
from ..cuda_kernel import CudaKernel
from ..math_modes import set_math_modes
from ..one_tap import fill_one_tap
from .recordings import Recordings

# "The resolution of approximately 0.5 microseconds": cudaEventElapsedTime in NVIDIA's reference.
CUDA_EVENT_QUANTUM_NS = 500
# torch.cuda._sleep counts the clock of the multiprocessors: 2 GHz is the fast end.
SLEEP_CYCLES_PER_NS = 2


class CudaDevice:
    """The first NVIDIA GPU that torch sees: CUDA events, and graphs in place of single launches."""

    def __init__(self):
        if not torch.cuda.is_available():
            raise Failure("unsupported", why_no_cuda(), fatal=True)
        self.torch_device = torch.device("cuda", 0)
        torch.cuda.set_device(self.torch_device)
        try:
            # Makes the context that kernels and libraries share, and runs a kernel in it.
            torch.zeros(1, device=self.torch_device).add_(1)
            torch.cuda.synchronize(self.torch_device)
        except RuntimeError as error:
            raise Failure("unsupported", f"torch cannot use the GPU: {last_line(error)}", fatal=True) from error
        # Recording needs a stream of its own; everything runs there.
        self.stream = torch.cuda.Stream()
        self.begin, self.end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        self.clock = {"name": "CUDA events", "quantumNs": CUDA_EVENT_QUANTUM_NS}
        self.recordings = Recordings(self.torch_device, self.stream)
        self.driver = self.nvrtc = None
        # Recording collects garbage first: what was imported is none.
        gc.collect()
        gc.freeze()

    def facts(self):
        properties = torch.cuda.get_device_properties(self.torch_device)
        facts = {
            "device": properties.name,
            "computeCapability": f"{properties.major}.{properties.minor}",
            "multiprocessors": properties.multi_processor_count,
            "memoryBytes": properties.total_memory,
            "mathMode": "f32 as IEEE, TF32 only where the data type says so; sums of 16-bit products in f32",
        }
        # Older versions of torch do not tell.
        if getattr(properties, "shared_memory_per_block_optin", 0):
            facts["blockSharedBytes"] = properties.shared_memory_per_block_optin
        if getattr(properties, "L2_cache_size", 0):
            facts["l2Bytes"] = properties.L2_cache_size
        try:
            target = self.open_nvrtc().target_for((properties.major, properties.minor))
            facts.update(self.nvrtc.facts(), nvrtcTarget=target)
        except Failure as failure:
            facts["nvrtcProblem"] = failure.message
        return facts

    def open_nvrtc(self):
        if torch.version.hip is not None:
            raise Failure("unsupported", "This torch is built for ROCm: CUDA sources are not compiled for it.")
        if self.nvrtc is None:
            self.nvrtc, self.driver = open_nvrtc(), Driver()
        return self.nvrtc

    def prepare_math(self, data_type):
        if data_type == "tf32" and (
            torch.version.hip is not None or torch.cuda.get_device_capability(self.torch_device) < (8, 0)
        ):
            raise Failure("unsupported", "TF32 needs an NVIDIA GPU of compute capability 8.0 or newer.")
        set_math_modes(allow_tf32=data_type == "tf32")

    def make_kernel(self, program_pass):
        nvrtc = self.open_nvrtc()
        target = nvrtc.target_for(torch.cuda.get_device_capability(self.torch_device))
        code = nvrtc.compile(program_pass["module"], target)
        return CudaKernel(code, program_pass, self.driver)

    def choose_algorithm(self, call, tensors):
        """cuDNN's algorithm for a convolution, of those that sum products.

        torch takes what cuDNN's heuristics name first; where the call is to be tuned, the fastest, as it
        does with torch.backends.cudnn.benchmark. Winograd and FFT round otherwise and do fewer operations
        than are counted. They are told by a filter of one tap over magnitudes that lie further apart than
        a significand is long: a sum of products hands these on as they are, a transform loses the small ones.
        What is left then is to ask for deterministic algorithms alone.
        """
        if call.operation != "conv2d":
            return {}
        expected = fill_one_tap(call, tensors)
        modes = [("benchmark", True, False), ("heuristics", False, False), ("deterministic", False, True)]
        cudnn, passed_over = torch.backends.cudnn, []
        for name, cudnn.benchmark, cudnn.deterministic in modes if call.is_tuned else modes[1:]:
            if torch.equal(call.bind(tensors)(), expected):
                return {"cudnnChoice": name, **({"passedOver": ", ".join(passed_over)} if passed_over else {})}
            passed_over.append(name)
        raise Failure("unsupported", "cuDNN offers torch no algorithm for this convolution that sums products.")

    def bind(self, executable, tensors):
        if isinstance(executable, CudaKernel):
            return executable.bind(tensors, self.stream.cuda_stream)
        return executable.bind(tensors)

    def sample(self, repeat, repetitions, hold):
        # A single one is launched as its caller would.
        pieces = [(1, None)] if repetitions == 1 else list(self.recordings.record(repeat, repetitions))
        passes = len(repeat.sets[0])
        launches = sum(count * passes if each is None else 1 for count, each in pieces)
        nodes = sum(0 if each is None else count * passes for count, each in pieces)
        with torch.cuda.stream(self.stream):
            if hold is not None:
                self.spin(hold_ns(hold, launches, nodes))
            start = time.perf_counter_ns()
            self.begin.record(self.stream)
            for count, recording in pieces:
                if recording is None:
                    repeat(count)
                else:
                    recording.graph.replay()
            self.end.record(self.stream)
            self.end.synchronize()
            host_ns = time.perf_counter_ns() - start
        for _, recording in pieces:
            if recording is not None:
                repeat.results[recording.last_set] = recording.result
        return self.begin.elapsed_time(self.end) * 1e6, host_ns

    def spin(self, duration_ns):
        """Without this the device would begin its sample before the host has submitted it, and wait."""
        sleep = getattr(torch.cuda, "_sleep", None)
        if sleep is not None:
            sleep(duration_ns * SLEEP_CYCLES_PER_NS)

    def spoil(self):
        self.recordings.spoil()

    def synchronize(self):
        torch.cuda.synchronize(self.torch_device)

    def release(self):
        self.recordings.clear()
        if self.driver is not None:
            self.driver.unload()
        self.recordings.renew_pool()
        torch.cuda.empty_cache()


def hold_ns(hold, launches, nodes):
    """As long as a request allows for submissions, that of the sample's begin and end among them."""
    return min(hold["longestNs"], hold["launchNs"] * (launches + 2) + hold["nodeNs"] * nodes)


def why_no_cuda():
    """What torch itself says about the GPU that it does not use."""
    if torch.version.cuda is None and torch.version.hip is None:
        return "This torch is built without CUDA. Install a build for CUDA."
    try:
        torch.cuda.init()
    except Exception as error:
        return f"torch cannot use the GPU: {last_line(error)}"
    return "torch sees no GPU. Check nvidia-smi and CUDA_VISIBLE_DEVICES."
