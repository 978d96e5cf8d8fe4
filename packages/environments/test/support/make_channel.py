"""Makes a channel of small conda packages: python make_channel.py CHANNEL. Its names and builds are those of conda-forge."""

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "conda"))

from package import PLACEHOLDER, Package, write_package  # noqa: E402
from rattler.index import index_fs  # noqa: E402
from run_program import run_program  # noqa: E402


def torch(version: str, build: str, *depends: str) -> Package:
    return Package("pytorch", version, build, ["python >=3.11,<3.12.0a0", "numpy", *depends])


PACKAGES = [
    Package("python", "3.11.9", "0_cpython"),
    Package("python", "3.12.1", "0_cpython"),
    Package("numpy", "1.26.4", "py311_0", ["python >=3.11,<3.12.0a0"]),
    Package("numpy", "2.0.0", "py311_0", ["python >=3.11,<3.12.0a0"]),
    Package("cudatoolkit", "11.8.0", "h_0", ["__cuda"]),
    *[Package("cuda-version", version, "h_0", ["__cuda"], noarch="generic") for version in ["12.6", "12.9", "13.0"]],
    torch("1.13.1", "cuda112py311_1", "cudatoolkit >=11.2,<12"),
    torch("2.5.1", "cuda126_py311_0", "cuda-version >=12.6,<13"),
    torch("2.8.0", "cuda129_py311_0", "cuda-version >=12.9,<13"),
    torch("2.11.0", "cuda130_py311_0", "cuda-version >=13,<14"),
    torch("2.15.0", "cuda130_py311_0", "cuda-version >=13,<14"),
    *[torch(version, "cpu_py311_0") for version in ["1.13.1", "2.5.1", "2.8.0", "2.11.0", "2.15.0"]],
    Package("cuda-nvcc", "12.9.86", "h_0", ["cuda-version >=12.9,<12.10"]),
    Package("cuda-cudart-dev", "12.9.79", "h_0", ["cuda-version >=12.9,<12.10"]),
    Package("cuda-cccl", "12.9.27", "h_0"),
    Package("libcublas", "12.9.1.4", "h_0"),
    Package("cudnn", "9.10.1", "h_0"),
]


def main() -> None:
    channel = Path(sys.argv[1]).absolute()
    channel.mkdir(parents=True)
    for subdir in ["linux-64", "noarch"]:
        (channel / subdir).mkdir()
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            if package.name == "python":
                # What is activated is a shell that stands for it, with its prefix in it.
                program = Path(folder, "bin", "python")
                program.parent.mkdir()
                program.write_text(f"#!/bin/sh\necho {package.version} in {PLACEHOLDER}\n")
                program.chmod(0o755)
            Path(folder, "share").mkdir()
            Path(folder, "share", f"{package.name}.txt").write_text(package.build)
            write_package(package, Path(folder), channel)
    asyncio.run(index_fs(channel, write_zst=False, write_shards=False))


run_program(main)
