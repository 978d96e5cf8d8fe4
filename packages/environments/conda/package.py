"""Writes conda packages from folders of files."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conda_package_handling import api

PLACEHOLDER = ("/opt/stackbench_build" + "_placehold" * 30)[:255]
"""Stands for the prefix in files of a package. As long as conda's own, so that paths fit into it."""

PLATFORM = "linux-64"


@dataclass(frozen=True)
class Package:
    """What a package says about itself."""

    name: str
    version: str
    build: str = "0"
    depends: list[str] = field(default_factory=list)
    noarch: str | None = None
    """`python` or `generic`, for one that suits every platform."""
    entry_points: list[str] = field(default_factory=list)
    """Of a `noarch: python` one: programs that are made where it is installed."""

    @property
    def subdir(self) -> str:
        return "noarch" if self.noarch else PLATFORM

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}-{self.build}.conda"


def write_package(package: Package, folder: Path, channel: Path) -> None:
    """Adds the files in `folder` to the channel as a package; adds `info/` to the folder."""
    paths = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    )
    info = folder / "info"
    info.mkdir()
    write_json(info / "index.json", describe_package(package))
    write_json(info / "paths.json", {"paths_version": 1, "paths": [describe_path(folder, path) for path in paths]})
    (info / "files").write_text("".join(f"{path}\n" for path in paths))
    if package.noarch == "python":
        link = {"noarch": {"type": "python", "entry_points": package.entry_points}}
        write_json(info / "link.json", {**link, "package_metadata_version": 1})
    subfolder = channel / package.subdir
    subfolder.mkdir(parents=True, exist_ok=True)
    # Unpacked again at once: the fastest level there is.
    api.create(str(folder), None, package.file_name, str(subfolder), compression_level=1)


def describe_package(package: Package) -> Mapping[str, object]:
    return {
        "name": package.name,
        "version": package.version,
        "build": package.build,
        "build_number": 0,
        "depends": package.depends,
        "subdir": package.subdir,
        **({"noarch": package.noarch} if package.noarch else {"arch": "x86_64", "platform": "linux"}),
    }


def describe_path(folder: Path, relative: str) -> Mapping[str, object]:
    """An entry of paths.json: what to do with a file, and whether the prefix stands in it."""
    path = folder / relative
    entry = {"_path": relative, "path_type": "softlink" if path.is_symlink() else "hardlink"}
    if path.is_symlink():
        return {**entry, "sha256": hashlib.sha256(b"").hexdigest(), "size_in_bytes": 0}
    with path.open("rb") as file:
        is_text = b"\0" not in file.read(1024)
        file.seek(0)
        holds_prefix = is_text and PLACEHOLDER.encode() in file.read()
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = os.path.getsize(path)
    prefix = {"prefix_placeholder": PLACEHOLDER, "file_mode": "text"} if holds_prefix else {}
    return {**entry, "sha256": digest, "size_in_bytes": size, **prefix}


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2))
