"""Which file serves each library to torch, once torch has computed something."""

import os
import re
from pathlib import Path

import torch

from ..kit.paths import shorten_home
from ..libraries.mapped_files import is_telling, mapped_files
from ..libraries.serving import serving_libraries, working_file
from ..libraries.shared_library import file_of, open_library
from ..libraries.versions import version_in_name


def library_facts():
    """The files of the libraries in this process, and for those that torch calls, which file serves it."""
    # Asking cuDNN for its version has it open the part that knows.
    served = serving_files()
    files = sorted({shorten_home(file) for file in mapped_files() if is_telling(file)})
    return {"libraries": served, **({"loadedLibraries": files} if files else {})}


# torch's own libraries that call NVIDIA's.
CALLERS = ["libtorch_cuda.so", "libtorch_cuda_cpp.so", "libtorch_cuda_cu.so", "libtorch_cuda_linalg.so"]

# What torch calls on the CPU.
HOST_SYMBOLS = {"blas": "sgemm_", "openmp": "omp_get_max_threads"}


def serving_files():
    """For each library that torch calls the file whose code runs, by dladdr, and its version."""
    folder = Path(torch.__file__).parent / "lib"
    opened = [open_library(find_caller(folder, name), already_loaded=True) for name in CALLERS]
    served = {}
    for serving in serving_libraries([handle for handle in opened if handle is not None]):
        # What only others would get is not torch's.
        if serving.how != "opened":
            served[serving.name] = describe(working_file(serving), serving.version)
    host = open_library(find_caller(folder, "libtorch_cpu.so"), already_loaded=True)
    for name, symbol in HOST_SYMBOLS.items():
        function = getattr(host, symbol, None)
        file = file_of(function) if function is not None else None
        if file is not None:
            served[name] = describe(file, version_in_name(file))
    return served


def describe(file, version):
    return {"file": shorten_home(file), **({"version": version} if version else {})}


def find_caller(folder, name):
    """torch's own library: beside torch, or in the system's folders where a distribution put it."""
    beside = folder / name
    if beside.exists():
        return str(beside)
    stem = name[: -len(".so")]
    pattern = re.compile(re.escape(stem) + r"\.so(\.|$)")
    return next((file for file in mapped_files() if pattern.match(os.path.basename(file))), str(beside))
