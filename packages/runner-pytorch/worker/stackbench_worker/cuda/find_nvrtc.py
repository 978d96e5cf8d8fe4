"""Where an environment keeps NVRTC, and CUDA's headers; torch is not imported for that."""

import os
import re
import sys
from pathlib import Path

from ..kit.failure import Failure
from ..libraries.mapped_files import mapped_files
from ..torch_package import find_torch, read_version
from .nvrtc import Nvrtc


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
    package = find_torch()
    return (None if package is None else Path(package).parent), Path(sys.prefix)


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
    """The major version of CUDA that torch was built for; '' for none."""
    package = find_torch()
    version = None if package is None else read_version(package)["cuda"]
    return (version or "").split(".")[0]


def find_include_folders():
    """Where the environment keeps CUDA's headers. The system's are another toolkit's."""
    site, prefix = package_folders()
    folders = [prefix / "include", *sorted(prefix.glob("targets/*/include"))]
    if site is not None:
        major = cuda_major()
        packages = [f"cu{major}", "cuda_runtime", "cuda_nvcc", "cuda_crt", "cuda_cccl"]
        folders = [site / "nvidia" / name / "include" for name in packages] + folders
    return [str(folder) for folder in folders if (folder / "cuda_fp16.h").exists() or (folder / "crt").is_dir()]
