"""The CUDA driver, in a context that somebody else made."""

import ctypes

from ..kit.failure import Failure
from ..libraries.shared_library import open_library


class TensorMapDescription(ctypes.Structure):
    """CUtensorMap: opaque, 64-byte aligned, passed by value."""

    _fields_ = [("opaque", ctypes.c_uint64 * 16)]


class Driver:
    """The few calls of libcuda that launch a kernel."""

    STICKY = {214, 700, 702, 710, 714, 715, 716, 717, 718, 719, 709, 46, 4, 999}
    OUT_OF_MEMORY, UNSUPPORTED = 2, {209, 222, 701}
    # CUtensorMapDataType, and the bytes of an element.
    TENSOR_MAP_TYPES = {"float16": (6, 2), "float32": (7, 4), "bfloat16": (9, 2)}
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
        self.check(self.library.cuModuleGetFunction(ctypes.byref(function), module, name), "Finding the kernel's entry")
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
        status = self.library.cuLaunchKernel(function, *shape, shared_bytes, ctypes.c_void_p(stream), pointers, None)
        if status != 0:
            self.check(status, "Launching the kernel")

    def encode_tensor_map(self, described, address, data_type):
        """A tensor as the copy engine of sm_90a reads it: TensorMap of packages/model/src/operation.ts."""
        pixels = described.get("im2col")
        encode = getattr(self.library, "cuTensorMapEncodeIm2col" if pixels else "cuTensorMapEncodeTiled", None)
        if encode is None:
            raise Failure("unsupported", "The driver has no tensor maps. Update the driver.")
        # A buffer with room to begin on a boundary of 64 bytes.
        room = (ctypes.c_char * (ctypes.sizeof(TensorMapDescription) + 64))()
        start = -ctypes.addressof(room) % 64
        encoded = TensorMapDescription.from_buffer(room, start)
        kind, element_bytes = self.TENSOR_MAP_TYPES[data_type]
        extents = described["extents"]
        rank = len(extents)
        strides = [element_bytes]
        for extent in extents[:-1]:
            strides.append(strides[-1] * extent)
        if pixels is None:
            shape = [(ctypes.c_uint32 * rank)(*described["box"])]
            steps = [1] * rank
        else:
            corners = [(ctypes.c_int * 2)(*pixels[corner]) for corner in ("lower", "upper")]
            shape = [*corners, ctypes.c_uint32(pixels["channels"]), ctypes.c_uint32(pixels["pixels"])]
            steps = [1, *pixels["strides"], 1]
        # No interleave, swizzle over 128 bytes (3), L2 promotion of 128 bytes (2), zeros beyond the edges.
        status = encode(
            ctypes.byref(encoded), kind, rank, ctypes.c_void_p(address),
            (ctypes.c_uint64 * rank)(*extents), (ctypes.c_uint64 * (rank - 1))(*strides[1:]),
            *shape, (ctypes.c_uint32 * rank)(*steps), 0, 3, 2, 0,
        )  # fmt: skip
        self.check(status, "Describing a tensor to the copy engine")
        return encoded
