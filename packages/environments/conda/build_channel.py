"""Builds a conda channel out of what is at hand: this Python, and wheels of PyPI.

    python build_channel.py CHANNEL [--torch] [--uv UV]

Always in it: python and pip. With --torch also PyTorch 1.13.1 for CUDA 11.7 as conda lays it out:
CUDA's libraries are packages of their own in $PREFIX/lib, their headers are in $PREFIX/include.
"""

import argparse
import asyncio
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from package import Package, write_package
from rattler.index import index_fs
from relocate import is_elf, relocate
from run_program import run_program
from stage_python import stage_python
from wheels import (
    SITE_PACKAGES,
    hand_over_to_conda,
    move,
    move_to_noarch,
    move_to_site_packages,
    unpack_wheel,
    version_of,
)

LINE = f"{sys.version_info.major}.{sys.version_info.minor}"
THIS_PYTHON = f"python >={LINE},<{sys.version_info.major}.{sys.version_info.minor + 1}.0a0"


@dataclass(frozen=True)
class CudaLibrary:
    """A part of CUDA that conda and PyPI both have."""

    package: str
    wheel: str
    folder: str
    """In the wheel, below `nvidia`."""
    file_version: str
    """What the names of its files end with: they are linked to under the names that are asked for."""
    has_development_package: bool = True


CUDA_LIBRARIES = [
    CudaLibrary("cuda-cudart", "nvidia-cuda-runtime-cu11==11.7.99", "cuda_runtime", "11.7.99"),
    CudaLibrary("cuda-nvrtc", "nvidia-cuda-nvrtc-cu11==11.7.99", "cuda_nvrtc", "11.7.99"),
    CudaLibrary("cuda-nvtx", "nvidia-nvtx-cu11==11.7.91", "nvtx", "1.0.0", False),
    CudaLibrary("libcublas", "nvidia-cublas-cu11==11.10.3.66", "cublas", "11.10.3.66"),
    CudaLibrary("cudnn", "nvidia-cudnn-cu11==8.5.0.96", "cudnn", "8.5.0", False),
]

BUNDLED_LIBRARIES = {
    "libcudart-e409450e.so.11.0": "libcudart.so.11.0",
    "libnvToolsExt-847d78f2.so.1": "libnvToolsExt.so.1",
}
"""Torch's wheel has copies of these of its own, under names that nothing else uses."""

ACTIVATE = """\
# What activating a CUDA compiler of conda-forge does.
if [ -n "${NVCC_PREPEND_FLAGS+x}" ]; then
  export NVCC_PREPEND_FLAGS_BACKUP="${NVCC_PREPEND_FLAGS}"
fi
export NVCC_PREPEND_FLAGS="${NVCC_PREPEND_FLAGS:+${NVCC_PREPEND_FLAGS} }-I${CONDA_PREFIX}/include"
"""
DEACTIVATE = """\
unset NVCC_PREPEND_FLAGS
if [ -n "${NVCC_PREPEND_FLAGS_BACKUP+x}" ]; then
  export NVCC_PREPEND_FLAGS="${NVCC_PREPEND_FLAGS_BACKUP}"
  unset NVCC_PREPEND_FLAGS_BACKUP
fi
"""


@dataclass(frozen=True)
class Builder:
    """Makes packages for one channel, in folders that are gone once a package is written."""

    channel: Path
    uv: str

    @contextmanager
    def folders(self) -> Iterator[tuple[Path, Path]]:
        """One for the files of a package, one to unpack a wheel into; beside each other."""
        with tempfile.TemporaryDirectory(dir=self.channel.parent) as folder:
            files = Path(folder, "files")
            files.mkdir()
            yield files, Path(folder, "wheel")

    def build_python(self) -> None:
        with self.folders() as (files, _):
            stage_python(files)
            package = Package("python", platform.python_version(), "0_cpython")
            write_package(package, files, self.channel)

    def build_noarch(self, name: str) -> None:
        with self.folders() as (files, wheel):
            unpack_wheel(name, wheel, self.uv)
            version = version_of(wheel)
            hand_over_to_conda(wheel)
            entry_points = move_to_noarch(wheel, files)
            package = Package(
                name, version, "pyh_0", ["python >=3.9"], noarch="python", entry_points=entry_points
            )
            write_package(package, files, self.channel)

    def build_numpy(self) -> None:
        """The last that torch 1.13 works with."""
        with self.folders() as (files, wheel):
            unpack_wheel("numpy==1.26.4", wheel, self.uv)
            hand_over_to_conda(wheel)
            move_to_site_packages(wheel, files)
            build = f"py{LINE.replace('.', '')}_0"
            write_package(Package("numpy", "1.26.4", build, [THIS_PYTHON]), files, self.channel)

    def build_cuda_library(self, library: CudaLibrary) -> None:
        with self.folders() as (files, wheel), self.folders() as (development_files, _):
            unpack_wheel(library.wheel, wheel, self.uv)
            version = version_of(wheel)
            source = wheel / "nvidia" / library.folder
            headers = development_files if library.has_development_package else files
            (files / "lib").mkdir()
            (headers / "lib").mkdir(exist_ok=True)
            move(source / "include", headers / "include")
            (headers / "include" / "__init__.py").unlink(missing_ok=True)
            # The loader of OpenCL is not a part of CUDA: conda has it from elsewhere.
            (source / "lib" / "libOpenCL.so.1").unlink(missing_ok=True)
            for path in source.glob("lib/*.so.*"):
                plain = path.name.split(".so.")[0] + ".so"
                name = f"{plain}.{library.file_version}"
                path.rename(files / "lib" / name)
                (files / "lib" / path.name).symlink_to(name)
                (headers / "lib" / plain).symlink_to(name)
            write_package(Package(library.package, version), files, self.channel)
            if library.has_development_package:
                package = Package(
                    f"{library.package}-dev", version, depends=[f"{library.package} =={version}"]
                )
                write_package(package, development_files, self.channel)

    def build_pytorch(self) -> None:
        with self.folders() as (files, wheel):
            unpack_wheel("torch==1.13.1", wheel, self.uv)
            move_to_site_packages(wheel, files)
            for path in files.rglob("*"):
                if path.name in BUNDLED_LIBRARIES:
                    path.unlink()
                elif is_elf(path) and "protoc" not in path.name:
                    relocate(path, files, BUNDLED_LIBRARIES)
            hand_over_to_conda(files / SITE_PACKAGES)
            depends = [
                *[THIS_PYTHON, "numpy >=1.22,<2", "typing_extensions", "pytorch-cuda 11.7.*"],
                *["cuda-nvtx >=11.7,<12", "cudnn >=8.5,<9"],
            ]
            build = f"py{LINE}_cuda11.7_cudnn8.5.0_0"
            write_package(Package("pytorch", "1.13.1", build, depends), files, self.channel)

    def build_pytorch_cuda(self) -> None:
        """Without files: it holds the libraries of one CUDA together."""
        with self.folders() as (files, _):
            depends = ["cuda-cudart 11.7.*", "cuda-nvrtc 11.7.*", "libcublas >=11.10,<11.11"]
            package = Package("pytorch-cuda", "11.7", depends=depends, noarch="generic")
            write_package(package, files, self.channel)

    def build_cuda_activation(self) -> None:
        with self.folders() as (files, _):
            for folder, script in [("activate.d", ACTIVATE), ("deactivate.d", DEACTIVATE)]:
                (files / "etc" / "conda" / folder).mkdir(parents=True)
                (files / "etc" / "conda" / folder / "cuda-activation.sh").write_text(script)
            package = Package("cuda-activation", "11.7", noarch="generic")
            write_package(package, files, self.channel)


def build_channel(channel: Path, with_torch: bool, uv: str) -> None:
    for subdir in ["linux-64", "noarch"]:
        (channel / subdir).mkdir(parents=True)
    # Where conda-package-handling collects the files of a package, which are big.
    tempfile.tempdir = str(channel.parent)
    builder = Builder(channel, uv)
    builder.build_python()
    builder.build_noarch("pip")
    if with_torch:
        builder.build_noarch("typing_extensions")
        builder.build_numpy()
        for library in CUDA_LIBRARIES:
            builder.build_cuda_library(library)
        builder.build_pytorch_cuda()
        builder.build_cuda_activation()
        builder.build_pytorch()
    asyncio.run(index_fs(channel, write_zst=False, write_shards=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("channel", type=Path, metavar="CHANNEL", help="a folder that is not there yet")
    parser.add_argument("--torch", action="store_true", help="with PyTorch 1.13.1 for CUDA 11.7")
    parser.add_argument("--uv", default="uv", help="the uv that fetches wheels")
    arguments = parser.parse_args()
    try:
        build_channel(arguments.channel.absolute(), arguments.torch, arguments.uv)
    except subprocess.CalledProcessError as error:
        sys.exit(f"The channel {arguments.channel} could not be built: {error}")


if __name__ == "__main__":
    run_program(main)
