"""Which file serves each of NVIDIA's libraries to those that call it."""

import os
import re

from .mapped_files import mapped_files
from .shared_library import file_of, open_library
from .versions import ask_version, version_in_name

# A library by one of its symbols, and how it tells its version.
SYMBOLS = {
    "cudart": ("cudaRuntimeGetVersion", "cuda"),
    "cublas": ("cublasCreate_v2", "cublasGetProperty"),
    "cublasLt": ("cublasLtCreate", "cublasLtGetProperty"),
    "cudnn": ("cudnnGetVersion", "cudnn"),
    "nvrtc": ("nvrtcVersion", "pair"),
    "nvJitLink": ("nvJitLinkVersion", "pair"),
    "nccl": ("ncclGetVersion", "nccl"),
    "cufft": ("cufftGetProperty", "cufftGetProperty"),
    "curand": ("curandGetProperty", "curandGetProperty"),
    "cusolver": ("cusolverGetProperty", "cusolverGetProperty"),
    "cusparse": ("cusparseGetProperty", "cusparseGetProperty"),
    "cusparseLt": ("cusparseLtGetProperty", "cusparseLtGetProperty"),
}


class Serving:
    """A library as its callers get it."""

    def __init__(self, name, file, version, how):
        self.name, self.file, self.version, self.how = name, file, version, how


def serving_libraries(callers, before_asking=lambda name: None):
    """
    Each library that serves `callers`, the libraries of a framework that call it. `how`: `called`, its
    calls end there; `opened`, opening it by name brings it; `static`, it is part of the framework's own file.
    """
    for name, (symbol, version) in SYMBOLS.items():
        found = find_function(name, symbol, callers)
        if found is None:
            continue
        function, handle, how = found
        file = file_of(function)
        if file is None:
            continue
        if re.match(r"lib(torch|c10|caffe2)", os.path.basename(file)):
            how = "static"
        # A library of mixed parts may end the process here.
        before_asking(name)
        told = ask_version(handle, symbol, version) or version_in_name(file)
        yield Serving(name, file, told, how)


def find_function(name, symbol, callers):
    """The function that callers get, the library that it was found in, and how; None where nothing serves it."""
    for caller in callers:
        function = getattr(caller, symbol, None)
        if function is not None:
            return function, caller, "called"
    # Not linked: what opening it by its name brings now.
    for file in mapped_files():
        if re.match(rf"lib{name}[-.]", os.path.basename(file)):
            handle = open_library(short_name(file), already_loaded=True) or open_library(file, already_loaded=True)
            function = getattr(handle, symbol, None)
            if function is not None:
                return function, handle, "opened"
    return None


def short_name(file):
    """The name that others open a file by: `libnvrtc.so.13` of `libnvrtc.so.13.2.78`."""
    return re.sub(r"(\.so\.\d+)(\.\d+)*$", r"\1", os.path.basename(file))


def cudnn_parts():
    """
    The files that cuDNN has opened to do its work. `libcudnn.so.N` only opens them, by bare name, and so from
    wherever the loader finds them.
    """
    return [file for file in mapped_files() if re.match(r"libcudnn_\w+\.so", os.path.basename(file))]


def working_file(serving):
    """The file whose code runs: of cuDNN that of the part that tells its version."""
    if serving.name != "cudnn" or serving.how == "static":
        return serving.file
    telling = [file for file in cudnn_parts() if re.match(r"libcudnn_(graph|ops_infer)\.", os.path.basename(file))]
    return telling[0] if telling else serving.file
