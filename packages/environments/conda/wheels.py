"""Takes wheels apart into what conda packages are made of."""

import configparser
import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

from package import PLACEHOLDER
from stage_python import VERSION

SITE_PACKAGES = Path("lib", VERSION, "site-packages")


def unpack_wheel(requirement: str, folder: Path, uv: str) -> Path:
    """Unpacks a wheel of PyPI, by links to uv's cache: its files may be replaced, not written to."""
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable]
        + ["--only-binary", ":all:", "--target", folder, requirement],
        check=True,
    )
    (folder / ".lock").unlink(missing_ok=True)
    return folder


def version_of(wheel: Path) -> str:
    return find_metadata(wheel).name.removesuffix(".dist-info").split("-")[-1]


def find_metadata(wheel: Path) -> Path:
    (metadata,) = wheel.glob("*.dist-info")
    return metadata


def move_to_site_packages(wheel: Path, folder: Path) -> None:
    """Lays an unpacked wheel out in a package that is made for one Python."""
    if (wheel / "bin").is_dir():
        move(wheel / "bin", folder / "bin")
        for program in (folder / "bin").iterdir():
            replace_interpreter(program)
    move(wheel, folder / SITE_PACKAGES)


def move_to_noarch(wheel: Path, folder: Path) -> list[str]:
    """Lays an unpacked wheel out in a package for every Python. Returns its entry points."""
    parser = configparser.ConfigParser(delimiters=["="])
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(find_metadata(wheel) / "entry_points.txt")
    shutil.rmtree(wheel / "bin", ignore_errors=True)
    move(wheel, folder / "site-packages")
    programs = parser["console_scripts"].items() if parser.has_section("console_scripts") else []
    return [f"{name} = {function}" for name, function in programs]


def move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def replace_interpreter(program: Path) -> None:
    """Programs of wheels begin with the path of the interpreter that they were installed for."""
    if program.is_dir():
        return
    lines = program.read_bytes().splitlines(keepends=True)
    if lines and lines[0].startswith(b"#!"):
        text = b"".join([f"#!{PLACEHOLDER}/bin/{VERSION}\n".encode(), *lines[1:]])
        beside = program.with_name(f"{program.name}.replaced")
        beside.write_bytes(text)
        beside.chmod(0o755)
        beside.replace(program)


def hand_over_to_conda(site_packages: Path) -> None:
    """
    Says in the metadata of a package that conda has installed it, as conda-build does.

    RECORD lists only what is there, without the hashes of what has been replaced; the wheels
    that were required have become packages.
    """
    metadata = find_metadata(site_packages)
    replace(metadata / "INSTALLER", "conda\n")
    requirements = (metadata / "METADATA").read_text().splitlines(keepends=True)
    kept = [line for line in requirements if not line.startswith("Requires-Dist: nvidia-")]
    replace(metadata / "METADATA", "".join(kept))
    (metadata / "REQUESTED").unlink(missing_ok=True)
    (metadata / "uv_cache.json").unlink(missing_ok=True)
    record = io.StringIO()
    writer = csv.writer(record, lineterminator="\n")
    for path, digest, size in csv.reader((metadata / "RECORD").read_text().splitlines()):
        file = site_packages / path
        if file.is_file() and file != metadata / "RECORD":
            same = size != "" and os.path.getsize(file) == int(size)
            writer.writerow([path, digest, size] if same else [path, "", ""])
    writer.writerow([f"{metadata.name}/RECORD", "", ""])
    replace(metadata / "RECORD", record.getvalue())


def replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.replaced")
    beside.write_text(text)
    beside.replace(path)
