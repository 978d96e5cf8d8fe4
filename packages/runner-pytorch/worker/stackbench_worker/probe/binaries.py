"""Whether torch's binaries are this interpreter's, and what they need is there."""

import os
import platform
import re
from importlib.machinery import EXTENSION_SUFFIXES

from .elf import read_elf
from .files import list_folder

# Libraries of these families come with torch or beside it; the rest is the system's.
OWN_LIBRARIES = re.compile(r"^lib(torch|c10|caffe2|shm|cu|nv|nccl|mkl)")


def missing_binaries(package):
    """torch's extension must be one that this very interpreter loads."""
    if any(os.path.exists(os.path.join(package, "_C" + suffix)) for suffix in EXTENSION_SUFFIXES):
        return []
    found = [name for name in list_folder(package) if re.match(r"^_C\..*(so|pyd)$", name)]
    if not found:
        return ["it has no torch/_C"]
    return [f"{found[0]} is not for this interpreter (Python {platform.python_version()})"]


def missing_libraries(package):
    """Libraries of torch's family that its files name and that lie nowhere they are looked for (ELF)."""
    lib = os.path.join(package, "lib")
    named = [name for name in list_folder(lib) if re.match(r"^libtorch_(global_deps|cpu|cuda\w*)\.so$", name)]
    missing = []
    for name in sorted(named):
        needed, folders = read_elf(os.path.join(lib, name))
        paths = os.environ.get("LD_LIBRARY_PATH", "").split(":")
        # A distribution puts links here, to files among the system's.
        origins = [lib, os.path.dirname(os.path.realpath(os.path.join(lib, name)))]
        own = [
            re.sub(r"\$(ORIGIN|\{ORIGIN\})", lambda _, origin=origin: origin, folder)
            for origin in origins
            for folder in folders
        ]
        searched = own + origins + paths
        for each in needed:
            is_own = OWN_LIBRARIES.match(each) is not None and not each.startswith("libcuda.so")
            if is_own and not any(os.path.exists(os.path.join(folder, each)) for folder in searched if folder):
                missing.append(f"{each}, which {name} needs, is nowhere beside it")
    return missing
