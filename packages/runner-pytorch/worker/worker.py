"""The worker of a PyTorch environment: runs kernels with the torch that this interpreter imports.

    python worker.py --device cuda|cpu|compile:sm_90a [--threads N]

It obeys the line protocol (packages/model/src/protocol.ts); type {"do":"describe"} to try it by hand.
Standard library and torch only; Python 3.8 and torch 1.13 or newer.

`library` modules are calls of torch itself, `compiled` ones the same calls through torch.compile, and
`source` ones the catalog's CUDA kernels, compiled here by the environment's own NVRTC and launched
through the driver. `compile:ARCH` is no device: it compiles kernels for ARCH and runs none, so that it
needs neither GPU nor driver.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import platform
import re
import sys
import time
import traceback
from pathlib import Path

PROTOCOL = 1
# "The resolution of approximately 0.5 microseconds": cudaEventElapsedTime in NVIDIA's reference.
CUDA_EVENT_QUANTUM_NS = 500
# Repetitions of one recording (CUDA graph); longer samples replay several.
LONGEST_RECORDING = 1024
# How long the device is kept waiting while the host submits: so much for a submission, generously.
SUBMISSION_NS = 50_000
LONGEST_HOLD_NS = 5_000_000
# torch.cuda._sleep counts the clock of the multiprocessors: 2 GHz is the fast end.
SLEEP_CYCLES_PER_NS = 2
# Elements that are made, or summed up, at a time: temporaries stay small beside the tensors.
CHUNK = 1 << 22

torch = None  # imported when the device is opened, so that a broken one is told as a reply


class Failure(Exception):
    """A request that failed, with the status that the outcome gets."""

    def __init__(self, status, message, fatal=False):
        super().__init__(message)
        self.status, self.message, self.fatal = status, message, fatal


# --- Inputs: one integer hash of (seed, tensor, index), as packages/model/src/{hash,fill}.ts


def mix32(x):
    """Scrambles 32 bits: the finaliser of MurmurHash3 (Appleby, public domain)."""
    x = ((x ^ x >> 16) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ x >> 13) * 0xC2B2AE35) & 0xFFFFFFFF
    return x ^ x >> 16


def stream_key(seed, tensor):
    """The key of one tensor's stream: `tensor` is its position among the inputs."""
    return mix32(seed ^ mix32(tensor + 1))


def signed32(x):
    """The same 32 bits as a signed number, as torch's int32 holds them."""
    x &= 0xFFFFFFFF
    return x - (1 << 32) if x >= 1 << 31 else x


def element_hashes(key, start, count, device):
    """The bits of elements start … start + count − 1 as int32: products wrap, shifts are masked."""

    def shifted(x, bits):
        return (x >> bits) & (0xFFFFFFFF >> bits)

    x = torch.arange(count, dtype=torch.int32, device=device) * signed32(0x9E3779B1)
    x += signed32(start * 0x9E3779B1 + key)
    x ^= shifted(x, 16)
    x *= signed32(0x85EBCA6B)
    x ^= shifted(x, 13)
    x *= signed32(0xC2B2AE35)
    return x ^ shifted(x, 16)


def integers(hashes, spread, sparsity):
    """hash mod (2·spread + 1) − spread; 0 unless the top `sparsity` bits are 0."""
    values = 2 * spread + 1
    high, low = (hashes >> 16) & 0xFFFF, hashes & 0xFFFF
    # By halves: torch's remainder takes the bits for a signed number.
    result = (high * (0x10000 % values) + low) % values - spread
    if sparsity == 0:
        return result
    return result * ((hashes >> (32 - sparsity)) & ((1 << sparsity) - 1)).eq(0)


def reals(hashes, significand_bits):
    """Uniform in [−1, 1) on a grid as fine as the type's significand: nothing is rounded."""
    unused = 32 - significand_bits
    bits = (hashes >> unused) & ((1 << significand_bits) - 1)
    return bits.to(torch.float32) * 2.0 ** (1 - significand_bits) - 1


def fill_input(tensor, fill, stream):
    """Fills a flat tensor from the stream of input number `stream`."""
    key = stream_key(fill["seed"], stream)
    significand_bits = {torch.float16: 11, torch.bfloat16: 8}.get(tensor.dtype, 24)
    for start in range(0, tensor.numel(), CHUNK):
        piece = tensor[start : start + CHUNK]
        hashes = element_hashes(key, start, piece.numel(), tensor.device)
        if fill["kind"] == "integers":
            piece.copy_(integers(hashes, fill["range"], fill["sparsity"]))
        else:
            piece.copy_(reals(hashes, significand_bits))


def checksum_weights(seed, length, device):
    """Integers in 1 … 8, a stream of their own."""
    hashes = element_hashes(stream_key(seed, 0xC5C5), 0, length, device)
    return (hashes & 7).to(torch.float64) + 1


# --- Outputs


def write_bytes(tensor, file):
    """Writes a tensor's elements as they are stored, little-endian as all hosts of torch are."""
    host = tensor.detach().cpu().contiguous()
    size = host.numel() * host.element_size()
    with open(file, "wb") as out:
        out.write((ctypes.c_char * size).from_address(host.data_ptr()) if size else b"")


def select(output, selection):
    """The part of a flat output that `selection` asks for."""
    if selection["kind"] == "whole":
        return output
    if selection["kind"] == "elements":
        return output[torch.tensor(selection["indices"], dtype=torch.int64, device=output.device)]
    return checksum(output, selection["length"], selection["inner"], selection["seed"])


def checksum(output, length, inner, seed):
    """Float64 sums of weight × element over the middle axis of [outer, length, inner]."""
    if output.numel() % (length * inner) != 0:
        raise ValueError("the checksum's axes do not divide the output")
    # Some devices have no float64; sums of integers are exact in any order.
    parts = output.view(-1, length, inner)
    weights = checksum_weights(seed, length, output.device if output.is_cuda else "cpu")
    rows = max(1, CHUNK // (length * inner))
    sums = [
        torch.einsum("oli,l->oi", part.to(weights.device, torch.float64), weights)
        for part in parts.split(rows)
    ]
    return torch.cat(sums).reshape(-1)


# --- What computes: each is built once for a program, and bound to the tensors of a buffer set


class LibraryCall:
    """torch.matmul or torch.conv2d on views of the tensors, in their own memory order."""

    def __init__(self, module, data_type):
        self.operation, self.problem = module["operation"], module["problem"]
        self.data_type = data_type
        if self.operation not in ("gemm", "conv2d"):
            raise Failure("unsupported", f"torch is asked for gemm and conv2d, not {self.operation}.")
        self.function = matmul if self.operation == "gemm" else convolve(self.problem)

    def views(self, tensors):
        """The operands as torch wants them, sharing the tensors' memory."""
        problem = self.problem
        if self.operation == "gemm":
            m, n, k = problem["m"], problem["n"], problem["k"]
            return tensors[0].view(m, k), tensors[1].view(k, n)
        n, c, h, w = (problem[name] for name in "nchw")
        k, r, s, per_group = problem["k"], problem["r"], problem["s"], c // problem["groups"]
        if problem["layout"] == "nchw":
            return tensors[0].view(n, c, h, w), tensors[1].view(k, per_group, r, s)
        # torch speaks of N, C, H, W whatever the memory order; this one it calls channels_last.
        to_nchw = (0, 3, 1, 2)
        return (
            tensors[0].view(n, h, w, c).permute(to_nchw),
            tensors[1].view(k, r, s, per_group).permute(to_nchw),
        )

    def bind(self, tensors):
        """A function that computes once and returns the result."""
        function, (left, right) = self.function, self.views(tensors)
        return lambda: function(left, right)

    def flatten(self, result):
        """A result's elements in the order of the program's output."""
        if self.operation == "conv2d" and self.problem["layout"] == "nhwc":
            result = result.permute(0, 2, 3, 1)
        return result.reshape(-1)

    def notes(self):
        called = "torch.matmul" if self.operation == "gemm" else "torch.conv2d"
        if self.operation == "conv2d":
            called += ", channels_last" if self.problem["layout"] == "nhwc" else ", contiguous"
        return {"library": called}


def matmul(a, b):
    return torch.matmul(a, b)


def convolve(problem):
    stride = (problem["strideH"], problem["strideW"])
    padding = (problem["padH"], problem["padW"])
    dilation = (problem["dilationH"], problem["dilationW"])
    groups = problem["groups"]

    def convolution(x, w):
        return torch.conv2d(x, w, None, stride, padding, dilation, groups)

    return convolution


class CompiledCall(LibraryCall):
    """The same call as torch.compile makes it, compiled when it is built."""

    def __init__(self, module, data_type):
        super().__init__(module, data_type)
        if not hasattr(torch, "compile"):
            raise Failure("unsupported", f"torch {torch.__version__} has no torch.compile; 2.0 and newer do.")
        try:
            # Shapes are fixed: what is compiled for others before is of no use.
            importlib.import_module("torch._dynamo").reset()
            config = importlib.import_module("torch._inductor.config")
            if has_switch(config, "force_disable_caches"):
                # Or else a later launch would tell how long reading a cache takes.
                config.force_disable_caches = True
            self.function = torch.compile(self.function, fullgraph=True, dynamic=False)
        except (RuntimeError, ImportError) as error:
            raise Failure("unsupported", f"torch.compile is not to be had here: {last_line(error)}") from error

    def build(self, tensors):
        """Compiles for these shapes, by the first call."""
        try:
            self.function(*self.views(tensors))
        except Exception as error:
            if is_out_of_memory(error) or "CUDA error" in str(error):
                raise
            raise Failure("compile-error", f"torch.compile failed: {last_line(error)}") from error

    def notes(self):
        return {**super().notes(), "compiler": "torch.compile (inductor, default mode)"}


class CudaKernel:
    """A kernel of the catalog, compiled by NVRTC and launched through the driver in torch's context."""

    def __init__(self, code, program_pass, driver):
        self.driver, self.code, self.described = driver, code, program_pass
        self.function = driver.load(code.binary, program_pass["entry"])
        launch = program_pass.get("cuda") or {}
        self.shared_bytes = launch.get("dynamicSharedBytes", 0)
        self.tensor_maps = launch.get("tensorMaps", {})
        if self.shared_bytes > 0:
            # More than 48 KiB must be allowed first.
            driver.allow_shared_memory(self.function, self.shared_bytes)

    def bind(self, tensors, stream):
        """A function that launches once on `stream`; its arguments are laid out now."""
        described = self.described
        arguments = []
        for name, tensor in zip(described["tensors"], tensors):
            tensor_map = self.tensor_maps.get(name)
            arguments.append(
                ctypes.c_uint64(tensor.data_ptr())
                if tensor_map is None
                else self.driver.encode_tensor_map(tensor_map, tensor)
            )
        arguments += [ctypes.c_int32(scalar) for scalar in described["scalars"]]
        pointers = (ctypes.c_void_p * len(arguments))(*[ctypes.addressof(each) for each in arguments])
        shape = (*described["grid"], *described["block"])

        def launch():
            # `arguments` own what `pointers` point to.
            self.driver.launch(self.function, shape, self.shared_bytes, stream, pointers, arguments)

        return launch

    def notes(self):
        return {
            **self.driver.resources(self.function),
            "dynamicSharedBytes": self.shared_bytes,
            "compiler": self.code.compiler,
            "target": self.code.target,
        }


# --- NVRTC: the compiler inside the environment


class CompiledCode:
    def __init__(self, binary, log, target, compiler):
        self.binary, self.log, self.target, self.compiler = binary, log, target, compiler


class Nvrtc:
    """NVIDIA's runtime compiler, as a library of this environment."""

    def __init__(self, file, include_folders):
        self.include_folders = include_folders
        # It opens its builtins by their bare name, which finds them where they are loaded already.
        for builtins in Path(file).parent.glob("libnvrtc-builtins.so*"):
            open_library(builtins)
        self.library = open_library(file)
        if self.library is None:
            raise Failure("unsupported", f"NVRTC cannot be opened: {file}.")
        self.file = file
        major, minor = ctypes.c_int(), ctypes.c_int()
        self.library.nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
        self.version = (major.value, minor.value)
        self.compiled = {}

    def version_text(self):
        return "{}.{}".format(*self.version)

    def architectures(self):
        """Compute capabilities that it compiles for: 80, 90."""
        count = ctypes.c_int()
        self.library.nvrtcGetNumSupportedArchs(ctypes.byref(count))
        numbers = (ctypes.c_int * count.value)()
        self.library.nvrtcGetSupportedArchs(numbers)
        return list(numbers)

    def target_for(self, capability):
        """What to compile for: the GPU itself, or PTX for the closest older one that is known."""
        number = capability[0] * 10 + capability[1]
        known = self.architectures()
        if number in known:
            # From 9.0 on with the instructions that only this architecture has.
            return f"sm_{number}{'a' if capability[0] >= 9 and self.version[0] >= 12 else ''}"
        older = [each for each in known if each < number]
        if not older:
            raise Failure("unsupported", f"NVRTC {self.version_text()} knows no architecture up to sm_{number}.")
        return f"compute_{max(older)}"

    def compile(self, text, target):
        """Compiles, once in this process; raises Failure with the compiler's own message."""
        key = (text, target)
        if key not in self.compiled:
            self.compiled[key] = self.compile_anew(text, target)
        return self.compiled[key]

    def compile_anew(self, text, target):
        library = self.library
        program = ctypes.c_void_p()
        # Names of files come from the text's own #line directives.
        source = ctypes.c_char_p(text.encode())
        self.check(library.nvrtcCreateProgram(ctypes.byref(program), source, b"kernel.cu", 0, None, None))
        try:
            options = [f"--gpu-architecture={target}", "--std=c++17", "--ptxas-options=-v"]
            options += [f"--include-path={folder}" for folder in self.include_folders]
            encoded = [option.encode() for option in options]
            array = (ctypes.c_char_p * len(encoded))(*encoded)
            status = library.nvrtcCompileProgram(program, len(encoded), array)
            log = self.read(program, library.nvrtcGetProgramLogSize, library.nvrtcGetProgramLog)
            log = log.rstrip(b"\0").decode(errors="replace").strip()
            if status != 0:
                raise self.failure(log)
            real = target.startswith("sm_")
            binary = self.read(
                program,
                library.nvrtcGetCUBINSize if real else library.nvrtcGetPTXSize,
                library.nvrtcGetCUBIN if real else library.nvrtcGetPTX,
            )
            return CompiledCode(binary, log, target, f"NVRTC {self.version_text()}")
        finally:
            library.nvrtcDestroyProgram(ctypes.byref(program))

    @staticmethod
    def read(program, get_size, get):
        size = ctypes.c_size_t()
        get_size(program, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(max(1, size.value))
        get(program, buffer)
        return buffer.raw[: size.value]

    def failure(self, log):
        missing = re.search(r'(?:cannot|could not) open source file "([^"]+)"', log)
        if missing is None:
            return Failure("compile-error", f"NVRTC {self.version_text()}: {errors_in(log)}")
        header = missing.group(1)
        line = self.version_text()
        pip = "nvidia-cuda-crt" if header.startswith("crt/") else "nvidia-cuda-runtime"
        conda = "cuda-crt-dev_linux-64" if header.startswith("crt/") else "cuda-cudart-dev"
        return Failure(
            "unsupported",
            f"This environment's CUDA headers lack <{header}>, which the kernel includes. "
            f"Install {pip}=={line}.* (pip), or {conda} {line} (conda), in it.",
        )

    def check(self, status):
        if status != 0:
            raise Failure("crash", f"NVRTC failed with status {status}.")


def errors_in(log):
    """The lines from the first error on, as far as a person reads."""
    lines = log.splitlines()
    first = next((i for i, line in enumerate(lines) if "error" in line), 0)
    return "\n".join(lines[first : first + 30])


def open_nvrtc():
    """The NVRTC of this environment; raises Failure where it has none."""
    loaded = [file for file in mapped_files() if re.match(r"libnvrtc[-.]", os.path.basename(file))]
    candidates = [file for file in loaded if "builtins" not in file] + find_nvrtc_files()
    if candidates:
        return Nvrtc(candidates[0], find_include_folders())
    raise Failure(
        "unsupported",
        "This environment has no NVRTC, so CUDA sources cannot be compiled in it. "
        "Builds of torch for CUDA bring it; others can add nvidia-cuda-nvrtc.",
    )


def package_folders():
    """The folder that holds torch, and the environment's own library folders around it."""
    spec = importlib.util.find_spec("torch")
    site = Path(spec.origin).parent.parent if spec and spec.origin else None
    return site, Path(sys.prefix)


def find_nvrtc_files():
    site, prefix = package_folders()
    folders = [prefix / "lib", prefix / "lib64", *sorted(prefix.glob("targets/*/lib"))]
    if site is not None:
        # pip's packages before what the prefix shares: torch's RPATH leads there first.
        folders = [*sorted(site.glob("nvidia/*/lib"), reverse=True), site / "torch" / "lib", *folders]
    found = [file for folder in folders for file in sorted(folder.glob("libnvrtc*.so*"), reverse=True)]
    named = [file for file in found if re.match(r"libnvrtc(-[0-9a-f]+)?\.so(\.[\d.]+)?$", file.name)]
    wanted = cuda_major()
    fitting = [file for file in named if re.search(rf"\.so\.{wanted}(\.|$)", file.name)]
    return [str(file) for file in fitting or named]


def cuda_major():
    """The major version of CUDA that torch was built for, without importing it; '' for none."""
    site, _ = package_folders()
    try:
        text = (site / "torch" / "version.py").read_text()
    except (OSError, TypeError):
        return ""
    match = re.search(r"^cuda\b[^=]*=\s*['\"](\d+)", text, re.MULTILINE)
    return match.group(1) if match else ""


def find_include_folders():
    """Where the environment keeps CUDA's headers. The system's are another toolkit's."""
    site, prefix = package_folders()
    folders = [prefix / "include", *sorted(prefix.glob("targets/*/include"))]
    if site is not None:
        major = cuda_major()
        packages = [f"cu{major}", "cuda_runtime", "cuda_nvcc", "cuda_crt", "cuda_cccl"]
        folders = [site / "nvidia" / name / "include" for name in packages] + folders
    return [str(folder) for folder in folders if (folder / "cuda_fp16.h").exists() or (folder / "crt").is_dir()]


# --- The CUDA driver, in the context that torch made


class TensorMapDescription(ctypes.Structure):
    """CUtensorMap: opaque, 64-byte aligned, passed by value."""

    _fields_ = [("opaque", ctypes.c_uint64 * 16)]


class Driver:
    """The few calls of libcuda that launch a kernel."""

    STICKY = {214, 700, 702, 710, 714, 715, 716, 717, 718, 719, 709, 46, 4, 999}
    OUT_OF_MEMORY, UNSUPPORTED = 2, {209, 222, 701}
    REGISTERS, SHARED, LOCAL, MAX_DYNAMIC_SHARED = 4, 1, 3, 8

    def __init__(self, file=None):
        self.modules = []
        names = [file] if file else ["libcuda.so.1", "nvcuda.dll"]
        self.library = next((each for each in map(open_library, names) if each is not None), None)
        if self.library is None:
            raise Failure("unsupported", "The NVIDIA driver's library (libcuda) cannot be opened.", fatal=True)

    def check(self, status, what):
        if status == 0:
            return
        name = ctypes.c_char_p()
        self.library.cuGetErrorName(status, ctypes.byref(name))
        outcome = (
            "out-of-memory"
            if status == self.OUT_OF_MEMORY
            else "unsupported"
            if status in self.UNSUPPORTED
            else "crash"
        )
        label = name.value.decode() if name.value else "CUDA error"
        raise Failure(outcome, f"{what} failed: {label} ({status}).", fatal=status in self.STICKY)

    def load(self, binary, entry):
        module, function = ctypes.c_void_p(), ctypes.c_void_p()
        self.check(self.library.cuModuleLoadData(ctypes.byref(module), binary), "Loading the kernel")
        self.modules.append(module)
        name = entry.encode()
        self.check(
            self.library.cuModuleGetFunction(ctypes.byref(function), module, name), "Finding the kernel's entry"
        )
        return function

    def unload(self):
        """Frees all that was loaded. What fails here has failed before."""
        while self.modules:
            self.library.cuModuleUnload(self.modules.pop())

    def allow_shared_memory(self, function, size):
        self.check(
            self.library.cuFuncSetAttribute(function, self.MAX_DYNAMIC_SHARED, size),
            "Allowing the kernel its shared memory",
        )

    def resources(self, function):
        return {
            "registers": self.attribute(function, self.REGISTERS),
            "sharedBytes": self.attribute(function, self.SHARED),
            "localBytes": self.attribute(function, self.LOCAL),
        }

    def attribute(self, function, which):
        value = ctypes.c_int()
        self.check(self.library.cuFuncGetAttribute(ctypes.byref(value), which, function), "Asking about the kernel")
        return value.value

    def launch(self, function, shape, shared_bytes, stream, pointers, _owners):
        status = self.library.cuLaunchKernel(
            function, *shape, shared_bytes, ctypes.c_void_p(stream), pointers, None
        )
        if status != 0:
            self.check(status, "Launching the kernel")

    def encode_tensor_map(self, described, tensor):
        """A matrix as the copy engine of sm_90a reads it: TensorMap of packages/model/src/operation.ts."""
        encode = getattr(self.library, "cuTensorMapEncodeTiled", None)
        if encode is None:
            raise Failure("unsupported", "The driver has no tensor maps. Update the driver.")
        # A buffer with room to begin on a boundary of 64 bytes.
        room = (ctypes.c_char * (ctypes.sizeof(TensorMapDescription) + 64))()
        start = -ctypes.addressof(room) % 64
        encoded = TensorMapDescription.from_buffer(room, start)
        # CUtensorMapDataType: FLOAT16 6, FLOAT32 7, BFLOAT16 9.
        kinds = {torch.float16: 6, torch.float32: 7, torch.bfloat16: 9}
        columns, rows = described["extents"]
        extents = (ctypes.c_uint64 * 2)(columns, rows)
        row_bytes = (ctypes.c_uint64 * 1)(columns * tensor.element_size())
        box = (ctypes.c_uint32 * 2)(*described["box"])
        steps = (ctypes.c_uint32 * 2)(1, 1)
        # No interleave, swizzle over 128 bytes (3), L2 promotion of 128 bytes (2), zeros beyond the edges.
        status = encode(
            ctypes.byref(encoded), kinds[tensor.dtype], 2, ctypes.c_void_p(tensor.data_ptr()),
            extents, row_bytes, box, steps, 0, 3, 2, 0,
        )  # fmt: skip
        self.check(status, "Describing a matrix to the copy engine")
        return encoded


# --- Devices: what differs between them, and nothing else


class CpuDevice:
    """The host: a monotonic clock around the calls."""

    def __init__(self, threads):
        self.threads = threads

    def open(self):
        self.torch_device = torch.device("cpu")
        torch.set_num_threads(self.threads)
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

    def sample(self, repeat, repetitions):
        """Runs `repeat(count)` under the clock: nanoseconds by the device's clock and by the host's."""
        start = time.perf_counter_ns()
        repeat(repetitions)
        elapsed = time.perf_counter_ns() - start
        return elapsed, elapsed

    def synchronize(self):
        pass

    def release(self):
        pass


class CudaDevice:
    """The first NVIDIA GPU that torch sees: CUDA events, and graphs in place of single launches."""

    def open(self):
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
        self.recordings, self.pool = {}, torch.cuda.graph_pool_handle()
        self.driver = self.nvrtc = None
        # Recording collects garbage first: what was imported is none.
        gc.collect()
        gc.freeze()
        self.is_poisoned = False

    def facts(self):
        properties = torch.cuda.get_device_properties(self.torch_device)
        facts = {
            "device": properties.name,
            "computeCapability": f"{properties.major}.{properties.minor}",
            "multiprocessors": properties.multi_processor_count,
            "memoryBytes": properties.total_memory,
            "mathMode": "f32 as IEEE, TF32 only where the data type says so; sums of 16-bit products in f32",
        }
        if getattr(properties, "L2_cache_size", 0):
            facts["l2Bytes"] = properties.L2_cache_size
        try:
            target = self.open_nvrtc().target_for((properties.major, properties.minor))
            facts.update(nvrtc_facts(self.nvrtc), nvrtcTarget=target)
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
        code = nvrtc.compile(program_pass["module"]["text"], target)
        return CudaKernel(code, program_pass, self.driver)

    def choose_algorithm(self, call, tensors):
        """cuDNN's timed search for a convolution, kept away from algorithms that do not sum products.

        Winograd and FFT round otherwise and do fewer operations than are counted. They are told by a
        filter of one tap over magnitudes that lie further apart than a significand is long: a sum
        of products hands these on as they are, a transform loses the small ones.
        """
        if call.operation != "conv2d":
            return {}
        expected = fill_one_tap(call, tensors)
        for searched in (True, False):
            torch.backends.cudnn.benchmark = searched
            torch.backends.cudnn.deterministic = not searched
            if torch.equal(call.bind(tensors)(), expected):
                return {"cudnnBenchmark": searched, **({} if searched else {"passedOver": "by the timed search"})}
        raise Failure("unsupported", "cuDNN offers torch no algorithm for this convolution that sums products.")

    def bind(self, executable, tensors):
        if isinstance(executable, CudaKernel):
            return executable.bind(tensors, self.stream.cuda_stream)
        return executable.bind(tensors)

    def sample(self, repeat, repetitions):
        # One repetition is a call as its caller sees it: submitted at once, and by itself.
        pieces = [(1, None)] if repetitions == 1 else list(self.record(repeat, repetitions))
        # The host takes its time for the nodes of a recording, too.
        passes = len(repeat.sets[0])
        launches = sum(count * passes if graph is None else 1 + count * passes // 128 for count, graph in pieces)
        with torch.cuda.stream(self.stream):
            if repetitions > 1:
                self.hold(launches)
            start = time.perf_counter_ns()
            self.begin.record(self.stream)
            for count, graph in pieces:
                if graph is None:
                    repeat(count)
                else:
                    graph.replay()
            self.end.record(self.stream)
            self.end.synchronize()
            host_ns = time.perf_counter_ns() - start
        return self.begin.elapsed_time(self.end) * 1e6, host_ns

    def record(self, repeat, repetitions):
        """The repetitions as graphs, recorded before the clock runs; None for those that cannot be."""
        left = repetitions
        while left > 0:
            count = min(left, LONGEST_RECORDING)
            first_set = repeat.next_set
            key = (first_set, count)
            if key not in self.recordings:
                self.recordings[key] = self.capture(repeat, count)
                repeat.next_set = first_set
                self.replay_once(self.recordings[key], repeat, count)
            graph = self.recordings[key]
            if graph is not None:
                repeat.skip(count)
            left -= count
            yield count, graph

    def replay_once(self, graph, repeat, count):
        """The first replay uploads the recording. Then the rest of the sets, so that the first are cold again."""
        if graph is None:
            return
        with torch.cuda.stream(self.stream):
            graph.replay()
            repeat.skip(count)
            repeat(-count % len(repeat.sets))
        self.synchronize()

    def capture(self, repeat, count):
        with torch.cuda.stream(self.stream):
            # What is made lazily cannot be recorded.
            repeat(1)
        self.synchronize()
        repeat.skip(-1)
        graph = torch.cuda.CUDAGraph()
        # What is recorded has memory of its own; results of calls keep theirs.
        kept, repeat.results = repeat.results, [None] * len(repeat.sets)
        try:
            with torch.cuda.graph(graph, pool=self.pool, stream=self.stream):
                repeat(count)
        except (RuntimeError, Failure) as error:
            torch.cuda.set_stream(torch.cuda.default_stream(self.torch_device))
            self.synchronize()
            if is_out_of_memory(error) or (isinstance(error, Failure) and error.fatal):
                raise
            print(f"Launches are not recorded: {last_line(error)}", file=sys.stderr)
            self.is_poisoned = True
            return None
        finally:
            repeat.results = kept
        return graph

    def hold(self, launches):
        """Without this the device would begin its sample before the host has submitted it, and wait."""
        sleep = getattr(torch.cuda, "_sleep", None)
        if sleep is not None:
            sleep(min(LONGEST_HOLD_NS, SUBMISSION_NS * (launches + 2)) * SLEEP_CYCLES_PER_NS)

    def synchronize(self):
        torch.cuda.synchronize(self.torch_device)

    def release(self):
        self.recordings.clear()
        if self.driver is not None:
            self.driver.unload()
        if self.is_poisoned:
            raise Failure("crash", "A recording failed, after which torch's allocator is not to be trusted.", fatal=True)
        self.pool = torch.cuda.graph_pool_handle()
        torch.cuda.empty_cache()


def fill_one_tap(call, tensors):
    """Fills a convolution's operands so that its output is a part of its input, and returns that."""
    problem = call.problem
    x, w = call.views(tensors)
    fill_input(tensors[0], {"kind": "integers", "range": 1, "sparsity": 0, "seed": 1}, 0)
    # 2^14 or 2^-12.
    tensors[0].gt_(0).mul_(2.0**14 - 2.0**-12).add_(2.0**-12)
    r, s = w.shape[2] // 2, w.shape[3] // 2
    w.zero_()
    w[:, 0, r, s] = 1
    groups, per_group = problem["groups"], w.shape[1]
    pad_w, pad_h = problem["padW"], problem["padH"]
    padded = torch.nn.functional.pad(x[:, ::per_group], (pad_w, pad_w, pad_h, pad_h))
    top, left = r * problem["dilationH"], s * problem["dilationW"]
    p = (padded.shape[2] - problem["dilationH"] * (w.shape[2] - 1) - 1) // problem["strideH"]
    q = (padded.shape[3] - problem["dilationW"] * (w.shape[3] - 1) - 1) // problem["strideW"]
    taken = padded[
        :, :, top : top + p * problem["strideH"] + 1 : problem["strideH"],
        left : left + q * problem["strideW"] + 1 : problem["strideW"],
    ]  # fmt: skip
    return taken.repeat_interleave(problem["k"] // groups, 1)


class CompileOnly:
    """No device: compiles the catalog's CUDA kernels for an architecture, to see whether that works."""

    def __init__(self, architecture):
        self.architecture = architecture

    def open(self):
        self.nvrtc = open_nvrtc()
        self.clock = {"name": "none", "quantumNs": 1}

    def facts(self):
        return {
            "device": "compiler only",
            **nvrtc_facts(self.nvrtc),
            "nvrtcArchitectures": [f"sm_{number}" for number in self.nvrtc.architectures()],
        }

    def compile_pass(self, program_pass):
        module = program_pass["module"]
        if module["kind"] != "source" or module["language"] != "cu":
            raise Failure("unsupported", "Only CUDA sources can be compiled here.")
        code = self.nvrtc.compile(module["text"], self.architecture)
        return {"log": code.log, "codeBytes": len(code.binary), "compiler": code.compiler}


def why_no_cuda():
    """What torch itself says about the GPU that it does not use."""
    if torch.version.cuda is None and torch.version.hip is None:
        return "This torch is built without CUDA. Install a build for CUDA."
    try:
        torch.cuda.init()
    except Exception as error:
        return f"torch cannot use the GPU: {last_line(error)}"
    return "torch sees no GPU. Check nvidia-smi and CUDA_VISIBLE_DEVICES."


def set_math_modes(allow_tf32):
    """Sets every switch that decides how torch multiplies; each release has its own set of them."""
    backends = torch.backends
    cuda_matmul, cudnn = backends.cuda.matmul, backends.cudnn
    precision = "tf32" if allow_tf32 else "ieee"
    torch.set_float32_matmul_precision("high" if allow_tf32 else "highest")
    cuda_matmul.allow_tf32 = allow_tf32
    cudnn.allow_tf32 = allow_tf32
    if has_switch(cuda_matmul, "fp32_precision"):
        # From 2.9 on there are newer switches beside the older ones. Where the two do not say the same of
        # everything, reading the older, as torch.compile does, is an error.
        cuda_matmul.fp32_precision = precision
        cudnn.conv.fp32_precision = precision
        cudnn.rnn.fp32_precision = precision
        backends.mkldnn.matmul.fp32_precision = "ieee"
        backends.mkldnn.conv.fp32_precision = "ieee"
    for name in (
        "allow_fp16_reduced_precision_reduction",
        "allow_bf16_reduced_precision_reduction",
        "allow_fp16_accumulation",
    ):
        if has_switch(cuda_matmul, name):
            setattr(cuda_matmul, name, False)
    cudnn.enabled = True
    cudnn.benchmark = True
    cudnn.deterministic = False
    torch.use_deterministic_algorithms(False)


def has_switch(backend, name):
    """Whether this release has the switch; older ones answer with an AssertionError."""
    try:
        getattr(backend, name)
    except (AttributeError, AssertionError):
        return False
    return True


# --- The program in the worker's hands


DATA_TYPES = {"f32": "float32", "tf32": "float32", "f16": "float16", "bf16": "bfloat16"}


class Repeater:
    """Runs the program on one buffer set after the other, and keeps their results."""

    def __init__(self, sets):
        self.sets, self.next_set, self.results = sets, 0, [None] * len(sets)

    def __call__(self, count):
        sets, results, at = self.sets, self.results, self.next_set
        for _ in range(count):
            # Its memory serves the next call.
            results[at] = None
            for call in sets[at]:
                results[at] = call()
            at = at + 1 if at + 1 < len(sets) else 0
        self.next_set = at

    def skip(self, count):
        self.next_set = (self.next_set + count) % len(self.sets)


class Worker:
    """Answers requests, one after the other."""

    def __init__(self, device):
        self.device, self.is_open = device, False
        self.release()

    def answer(self, request):
        task = request["do"]
        if task == "describe":
            return self.describe()
        if task == "inspect":
            return self.inspect()
        if task == "prepare":
            return self.prepare(request["program"], request["bufferSets"])
        if task == "fill":
            return self.fill(request["fill"])
        if task == "sample":
            return self.sample(request["count"], request["repetitions"])
        if task == "read":
            return self.read(request["selection"], request["file"])
        if task == "release":
            return self.release()
        raise ValueError(f"no request is called {task!r}")

    def open(self):
        if not self.is_open:
            import_torch()
            self.device.open()
            self.is_open = True

    def describe(self):
        self.open()
        facts = {**torch_facts(), **self.device.facts()}
        return {"protocol": PROTOCOL, "clock": self.device.clock, "facts": facts}

    def inspect(self):
        """Computes a little with each library, and tells which files then serve torch."""
        self.open()
        device = self.device.torch_device
        self.device.prepare_math("f32")
        a = torch.ones(64, 64, device=device)
        torch.matmul(a, a)
        torch.conv2d(a.view(1, 4, 32, 32), a[:9, :4].reshape(1, 4, 3, 3))
        self.device.synchronize()
        facts = library_facts()
        try:
            # Opened after what torch itself has opened was noted down.
            facts.update(nvrtc_facts(open_nvrtc()))
        except Failure:
            pass
        return {"facts": facts}

    def prepare(self, program, buffer_sets):
        self.open()
        self.release()
        data_type = program["dataType"]
        self.device.prepare_math(data_type)
        start = time.perf_counter_ns()
        executables = [self.make_executable(each, data_type) for each in program["passes"]]
        build_ns = time.perf_counter_ns() - start
        dtype = getattr(torch, DATA_TYPES[data_type])
        sets = [
            {
                each["name"]: torch.empty(each["elements"], dtype=dtype, device=self.device.torch_device)
                for each in program["tensors"]
            }
            for _ in range(buffer_sets)
        ]
        bound = [
            [([tensors[name] for name in each["tensors"]], executable)
             for each, executable in zip(program["passes"], executables)]
            for tensors in sets
        ]  # fmt: skip
        start = time.perf_counter_ns()
        chosen = self.build_calls(bound[0])
        build_ns += time.perf_counter_ns() - start
        self.program, self.tensors, self.executables = program, sets, executables
        self.repeat = Repeater(
            [[self.device.bind(executable, used) for used, executable in each] for each in bound]
        )
        notes = [{**executable.notes(), **more} for executable, more in zip(executables, chosen)]
        labels = [each["label"] for each in program["passes"]]
        return {"buildNs": build_ns, "notes": notes[0] if len(notes) == 1 else dict(zip(labels, notes))}

    def make_executable(self, program_pass, data_type):
        kind = program_pass["module"]["kind"]
        if kind == "library":
            return LibraryCall(program_pass["module"], data_type)
        if kind == "compiled":
            return CompiledCall(program_pass["module"], data_type)
        if kind == "source" and program_pass["module"]["language"] == "cu":
            return self.device.make_kernel(program_pass)
        raise Failure("unsupported", f"This worker runs no modules of the kind '{kind}'.")

    def build_calls(self, bound):
        """What calls of torch need beyond tensors, made on the first set: algorithms, compiled code."""
        chosen = []
        for tensors, executable in bound:
            if isinstance(executable, CompiledCall):
                for tensor in tensors:
                    tensor.zero_()
                executable.build(tensors)
            is_call = isinstance(executable, LibraryCall)
            chosen.append(self.device.choose_algorithm(executable, tensors) if is_call else {})
        self.device.synchronize()
        return chosen

    def fill(self, fill):
        for tensors in self.tensors:
            stream = 0
            for each in self.program["tensors"]:
                tensor = tensors[each["name"]]
                if each["role"] == "input":
                    fill_input(tensor, fill, stream)
                    stream += 1
                else:
                    tensor.fill_(float("nan"))
        self.repeat.results = [None] * len(self.tensors)
        self.repeat.next_set = 0
        self.device.synchronize()

    def sample(self, count, repetitions):
        if self.repeat is None:
            raise ValueError("nothing is prepared")
        samples = [self.device.sample(self.repeat, repetitions) for _ in range(count)]
        return {"samples": [{"deviceNs": device, "hostNs": host} for device, host in samples]}

    def read(self, selection, file):
        self.device.synchronize()
        last, result = self.executables[-1], self.repeat.results[0]
        if isinstance(last, LibraryCall) and result is not None:
            output = last.flatten(result)
        else:
            name = next(each["name"] for each in self.program["tensors"] if each["role"] == "output")
            output = self.tensors[0][name]
        try:
            write_bytes(select(output, selection), file)
        except OSError as error:
            raise Failure("crash", f"The output cannot be written to {file}: {error}.") from error

    def release(self):
        self.program = self.repeat = None
        self.tensors, self.executables = [], []
        if self.is_open:
            self.device.release()


class CompilingWorker(Worker):
    """Answers what can be answered without a device."""

    def open(self):
        if not self.is_open:
            self.device.open()
            self.is_open = True

    def describe(self):
        self.open()
        facts = {"pythonVersion": platform.python_version(), **self.device.facts()}
        return {"protocol": PROTOCOL, "clock": self.device.clock, "facts": facts}

    def prepare(self, program, buffer_sets):
        self.open()
        start = time.perf_counter_ns()
        notes = {each["label"]: self.device.compile_pass(each) for each in program["passes"]}
        return {"buildNs": time.perf_counter_ns() - start, "notes": notes}

    def inspect(self):
        raise Failure("unsupported", "This worker only compiles.")

    def fill(self, fill):
        raise Failure("unsupported", "This worker only compiles.")

    def sample(self, count, repetitions):
        raise Failure("unsupported", "This worker only compiles.")

    def release(self):
        pass


def import_torch():
    global torch
    if torch is not None:
        return
    try:
        import torch as imported
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Failure("unsupported", f"torch cannot be imported: {last_line(error)}", fatal=True) from error
    torch = imported
    torch.set_grad_enabled(False)


# --- Facts


def torch_facts():
    version = torch.version
    facts = {
        "pythonVersion": platform.python_version(),
        "torchVersion": torch.__version__ + "",
        "torchCudaVersion": version.cuda,
        "torchHipVersion": getattr(version, "hip", None),
        "torchArchitectures": built_architectures() if version.cuda else None,
        **(cudnn_facts() if version.cuda else {}),
        "blas": blas_of(torch.__config__.show()),
    }
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def built_architectures():
    """What torch was built for. Older releases list nothing without a GPU, though they know."""
    flags = getattr(torch._C, "_cuda_getArchFlags", None)
    known = (flags() or "").split() if flags is not None else []
    return torch.cuda.get_arch_list() or known


def blas_of(config):
    """What torch says it was built with: `mkl`, `open`, `generic`."""
    match = re.search(r"BLAS_INFO=(\w+)", config)
    return match.group(1) if match else None


def cpu_capability():
    get = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", None)
    if get is not None:
        return get()
    match = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return match.group(1) if match else "unknown"


def cudnn_facts():
    try:
        return {"cudnnVersion": cudnn_version(torch.backends.cudnn.version())}
    except RuntimeError as error:
        # Another cuDNN is found than torch was built with.
        return {"cudnnProblem": last_line(error)}


def nvrtc_facts(nvrtc):
    return {"nvrtcVersion": nvrtc.version_text(), "nvrtcFile": shorten_home(os.path.realpath(nvrtc.file))}


def cudnn_version(number):
    """92600 is 9.26.0: from 9.0 on major × 10000, before major × 1000."""
    if number is None:
        return None
    thousands = 10000 if number >= 90000 else 1000
    major, rest = divmod(number, thousands)
    return f"{major}.{rest // 100}.{rest % 100}"


def library_facts():
    """The files of the libraries in this process, and for those that torch calls, which file serves it."""
    files = sorted({shorten_home(file) for file in mapped_files() if is_telling(file)})
    return {"libraries": serving_files(), **({"loadedLibraries": files} if files else {})}


# Libraries that decide what is computed, and how fast.
TELLING = re.compile(
    r"^lib(cuda|cudart|cublas|cublasLt|cudnn\w*|nvrtc|nvJitLink|nccl|cufft|cusparse|cusparseLt|cusolver|curand|"
    r"cupti|nvToolsExt|blas|lapack|openblas\w*|mkl_\w+|dnnl|gomp|iomp5|omp|amdhip64|rocblas|hipblas\w*|MIOpen|"
    r"torch\w*|c10\w*|caffe2\w*)[-.]"
)


def is_telling(file):
    return TELLING.match(os.path.basename(file)) is not None


def mapped_files():
    """The files mapped into this process as code (Linux; elsewhere none)."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            lines = maps.read().splitlines()
    except OSError:
        return []
    parts = [line.split(None, 5) for line in lines]
    return sorted({part[5] for part in parts if len(part) == 6 and "x" in part[1] and part[5].startswith("/")})


# A library by one of its symbols, which of torch's own files calls it, and how it tells its version.
SERVED = [
    ("cudart", "cudaRuntimeGetVersion", "libtorch_cuda.so", "cuda"),
    ("cublas", "cublasCreate_v2", "libtorch_cuda.so", "cublasGetProperty"),
    ("cublasLt", "cublasLtCreate", "libtorch_cuda.so", "cublasLtGetProperty"),
    ("cudnn", "cudnnGetVersion", "libtorch_cuda.so", "cudnn"),
    ("nccl", "ncclGetVersion", "libtorch_cuda.so", "nccl"),
    ("cufft", "cufftGetProperty", "libtorch_cuda.so", "cufftGetProperty"),
    ("cusparse", "cusparseGetProperty", "libtorch_cuda.so", "cusparseGetProperty"),
    ("cusolver", "cusolverGetProperty", "libtorch_cuda_linalg.so", "cusolverGetProperty"),
    ("nvJitLink", "nvJitLinkVersion", "libtorch_cuda.so", "pair"),
    ("blas", "sgemm_", "libtorch_cpu.so", None),
    ("openmp", "omp_get_max_threads", "libtorch_cpu.so", None),
]


def serving_files():
    """For each library the file that serves its symbol to torch, by dladdr, and that file's version."""
    folder = Path(torch.__file__).parent / "lib"
    served = {}
    for name, symbol, caller, version in SERVED:
        handle = open_library(find_caller(folder, caller), already_loaded=True)
        function = getattr(handle, symbol, None) if handle is not None else None
        file = file_of(function) if function is not None else None
        if file is None:
            continue
        told = ask_version(handle, symbol, version) or version_in_name(file)
        served[name] = {"file": shorten_home(file), **({"version": told} if told else {})}
    return served


def find_caller(folder, name):
    """torch's own library: beside torch, or in the system's folders where a distribution put it."""
    beside = folder / name
    if beside.exists():
        return str(beside)
    stem = name[: -len(".so")]
    pattern = re.compile(re.escape(stem) + r"\.so(\.|$)")
    return next((file for file in mapped_files() if pattern.match(os.path.basename(file))), str(beside))


def ask_version(handle, symbol, how):
    """A library's version in its own words; None where it has none, or does not tell without a driver."""
    number, minor = ctypes.c_int(), ctypes.c_int()
    function = getattr(handle, how if how and how.endswith("GetProperty") else symbol, None)
    if how is None or function is None:
        return None
    if how == "cudnn":
        function.restype = ctypes.c_size_t
        return cudnn_version(function())
    if how == "pair":
        return f"{number.value}.{minor.value}" if function(ctypes.byref(number), ctypes.byref(minor)) == 0 else None
    if how in ("cuda", "nccl"):
        if function(ctypes.byref(number)) != 0 or number.value == 0:
            return None
        value = number.value
        if how == "cuda":
            return f"{value // 1000}.{value % 1000 // 10}"
        return f"{value // 10000}.{value % 10000 // 100}.{value % 100}"
    # libraryPropertyType: major, minor, patch level.
    parts = []
    for part in range(3):
        if function(part, ctypes.byref(number)) != 0:
            return None
        parts.append(str(number.value))
    return ".".join(parts)


def version_in_name(file):
    """`11.7.99` of libcudart.so.11.7.99; None for shorter ones, which name an interface."""
    match = re.search(r"\.so\.(\d+\.\d+\.\d+(?:\.\d+)*)$", file)
    return match.group(1) if match else None


class SymbolInfo(ctypes.Structure):
    """Dl_info of dlfcn.h."""

    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def file_of(function):
    """The file that holds a function, its links resolved; None where the system cannot tell."""
    dladdr = getattr(ctypes.CDLL(None), "dladdr", None) if os.name == "posix" else None
    if dladdr is None:
        return None
    info = SymbolInfo()
    address = ctypes.cast(function, ctypes.c_void_p)
    if dladdr(address, ctypes.byref(info)) == 0 or not info.file:
        return None
    return os.path.realpath(os.fsdecode(info.file))


def open_library(file, already_loaded=False):
    """A shared library, or None where it cannot be opened; `already_loaded`: only one that is there."""
    flags = os.RTLD_NOW | (os.RTLD_NOLOAD if already_loaded else 0) if os.name == "posix" else 0
    try:
        return ctypes.CDLL(str(file), mode=flags)
    except OSError:
        return None


def shorten_home(path):
    """A path as it may be published: `~` for the home folder, which names its user."""
    home = os.path.expanduser("~")
    if home in ("", os.sep, "~") or not (path + os.sep).startswith(home + os.sep):
        return path
    return "~" + path[len(home) :]


# --- Failures


def last_line(error):
    """An exception as one line, with its type where that says more."""
    text = str(error).strip()
    line = text.splitlines()[0] if text else ""
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def is_out_of_memory(error):
    named = getattr(torch, "OutOfMemoryError", None) or getattr(
        getattr(torch, "cuda", None), "OutOfMemoryError", ()
    )
    text = str(error)
    return (
        isinstance(error, (MemoryError, named or MemoryError))
        or "out of memory" in text
        or "can't allocate memory" in text
        or "_STATUS_ALLOC_FAILED" in text
    )


def as_failure(error, device):
    """What an exception of torch means for the case and for this process."""
    if isinstance(error, Failure):
        return error
    if is_out_of_memory(error):
        return Failure("out-of-memory", last_line(error))
    message = str(error)
    refusals = r"not implemented for|_STATUS_(NOT_SUPPORTED|ARCH_MISMATCH)|unable to find an engine|valid cuDNN algorithm"
    if isinstance(error, NotImplementedError) or re.search(refusals, message, re.IGNORECASE):
        return Failure("unsupported", f"torch {torch.__version__}: {last_line(error)}")
    fatal = False
    if isinstance(error, RuntimeError) and torch is not None:
        try:
            device.synchronize()
        except Exception:
            # The context is lost: every later call would fail as well.
            fatal = True
    return Failure("crash", last_line(error), fatal)


def failure_reply(failure):
    described = {"status": failure.status, "message": failure.message, "fatal": failure.fatal}
    return {"ok": False, "failure": described}


# --- The protocol


def claim_replies():
    """Where replies go: the descriptor that the engine names, or where standard output led before."""
    named = os.environ.pop("STACKBENCH_REPLY_FD", None)
    if named is None:
        descriptor = os.dup(1)
    else:
        descriptor = int(named)
        os.set_inheritable(descriptor, False)
    # Libraries print what they like.
    os.dup2(2, 1)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")


def serve(worker, requests, replies):
    for line in requests:
        if not line.strip():
            continue
        try:
            reply = {"ok": True, "result": worker.answer(json.loads(line))}
        except Exception as error:
            failure = as_failure(error, worker.device)
            if failure.status == "crash":
                traceback.print_exc()
            reply = failure_reply(failure)
        replies.write(json.dumps(reply, allow_nan=False) + "\n")
        replies.flush()


def count_cores():
    """Physical cores that this process may run on; OMP_NUM_THREADS overrules."""
    named = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    if named.isdigit() and int(named) > 0:
        return int(named)
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:
        return os.cpu_count() or 1
    siblings = set()
    for cpu in allowed:
        topology = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            siblings.add(topology.read_text().strip())
        except OSError:
            siblings.add(str(cpu))
    return len(siblings)


def make_worker(device, threads):
    if device == "cpu":
        return Worker(CpuDevice(threads))
    if device == "cuda":
        return Worker(CudaDevice())
    kind, _, architecture = device.partition(":")
    if kind == "compile" and architecture:
        return CompilingWorker(CompileOnly(architecture))
    raise SystemExit(f"worker.py: --device is cuda, cpu or compile:ARCH, not {device!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", required=True)
    parser.add_argument("--threads", type=int, default=count_cores())
    options = parser.parse_args()
    worker = make_worker(options.device, options.threads)
    replies = claim_replies()
    serve(worker, sys.stdin, replies)


if __name__ == "__main__":
    main()
