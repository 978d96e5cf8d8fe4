"""The CUDA that each framework was built for, and what has those besides torch load what importing them does not."""

import ctypes
import glob
import importlib
import os

from ..libraries.shared_library import open_library


def built_for(name, module):
    """`12.5`: the CUDA that a framework was built for, in its own words; None where it does not say."""
    try:
        return BUILT_FOR[name](module)
    except Exception:
        return None


def wake(name, module):
    """Has a framework load its libraries. Returns why it could not by itself, where a program has to help it."""
    return WAKE[name](module)


def packed_runtime(name, module):
    """The framework's own file that the CUDA runtime is part of; None where it calls a library of its own."""
    return os.path.realpath(module.cuda.runtime.__file__) if name == "cupy" else None


def dotted(number):
    """12090 is 12.9."""
    return f"{number // 1000}.{number % 1000 // 10}"


def jax_build(module):
    for major in (13, 12, 11):
        try:
            versions = importlib.import_module(f"jax_cuda{major}_plugin._versions")
        except ImportError:
            continue
        return dotted(versions.cuda_runtime_build_version())
    return None


BUILT_FOR = {
    "torch": lambda module: getattr(module.version, "cuda", None),
    "jax": jax_build,
    "tensorflow": lambda module: ".".join(module.sysconfig.get_build_info()["cuda_version"].split(".")[:2]),
    "cupy": lambda module: dotted(module.cuda.runtime.runtimeGetVersion()),
    "onnxruntime": lambda module: importlib.import_module("onnxruntime.capi.build_and_package_info").cuda_version,
}


def wake_jax(module):
    module.devices()


def wake_tensorflow(module):
    """Without a GPU it opens nothing, so its own openers are called: they search as they always do."""
    module.config.list_physical_devices("GPU")
    folder = os.path.dirname(module.__file__)
    holders = [file for name in ("cc", "framework") for file in glob.glob(f"{folder}/libtensorflow_{name}.so*")]
    handles = [handle for handle in map(open_library, holders) if handle is not None]
    for library in ("CudaRuntime", "Cublas", "CublasLt", "Cufft", "Curand", "Cusolver", "Cusparse", "Cudnn", "Nccl"):
        name = f"Get{library}DsoHandle"
        # tsl::internal::CachedDsoLoader::GetCublasDsoHandle(), which returns a StatusOr<void*> in what it is given.
        symbol = f"_ZN3tsl8internal15CachedDsoLoader{len(name)}{name}Ev"
        opener = next((getattr(handle, symbol) for handle in handles if hasattr(handle, symbol)), None)
        if opener is not None:
            opener(ctypes.create_string_buffer(256))


def wake_cupy(module):
    for name in ("cublas", "cufft", "curand", "cusolver", "cusparse"):
        try:
            getattr(module.cuda, name)
        except ImportError:
            # That one is not installed: it says so when it is used.
            continue
    importlib.import_module("cupy_backends.cuda.libs.nvrtc").getVersion()


def wake_onnxruntime(module):
    """Its provider finds pip's libraries only where the program has asked for them, or torch has loaded its own."""
    objection = None
    provider = os.path.join(os.path.dirname(module.__file__), "capi", "libonnxruntime_providers_cuda.so")
    if os.path.exists(provider):
        try:
            ctypes.CDLL(provider)
        except OSError as error:
            # Without a driver it cannot be loaded at all.
            objection = None if "libcuda.so" in str(error) else str(error)
    module.preload_dlls()
    return objection


WAKE = {"jax": wake_jax, "tensorflow": wake_tensorflow, "cupy": wake_cupy, "onnxruntime": wake_onnxruntime}
