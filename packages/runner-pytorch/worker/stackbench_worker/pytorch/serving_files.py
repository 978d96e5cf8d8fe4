"""Which file serves each library to torch, once torch has computed something."""

import os
import re
from pathlib import Path

import torch

from ..kit.paths import shorten_home
from ..libraries.mapped_files import is_telling, mapped_files
from ..libraries.shared_library import file_of, open_library
from ..libraries.versions import ask_version, version_in_name


def library_facts():
    """The files of the libraries in this process, and for those that torch calls, which file serves it."""
    files = sorted({shorten_home(file) for file in mapped_files() if is_telling(file)})
    return {"libraries": serving_files(), **({"loadedLibraries": files} if files else {})}


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
