"""Lays out the CPython that runs this as conda's package of it has it."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from package import PLACEHOLDER
from relocate import PATCHELF, is_elf, read_rpath, relocate

VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
BASE = Path(sys.base_prefix)

LEFT_OUT = shutil.ignore_patterns(
    *["site-packages", "dist-packages", "test", "tests", "idle_test", "libpython*", "*.o"],
    # Debian's own rules.
    *["EXTERNALLY-MANAGED", "sitecustomize.py"],
)

FILES_WITH_PREFIX = [
    f"bin/{VERSION}-config",
    f"lib/{VERSION}/_sysconfigdata_*.py",
    f"lib/{VERSION}/config-*/Makefile",
    f"lib/{VERSION}/config-*/python-config.py",
]

DEBIAN_CONDITION = 'sys.base_prefix != sys.prefix or hasattr(sys, "real_prefix")'
"""Debian's Python has dist-packages and /usr/local, except where this holds: in a venv."""

SITE_CUSTOMIZE = """\
# The site module of this Python comes from Debian and is frozen into the interpreter: it does not
# know site-packages.
import site
import sys
import sysconfig

packages = sysconfig.get_path("purelib")
if sys.prefix == sys.base_prefix:
    site.addsitedir(packages)
    site.getsitepackages = lambda prefixes=None: [packages]
"""


def stage_python(folder: Path) -> None:
    """Copies the interpreter, its standard library and headers, and frees them from their prefix."""
    library = folder / "lib" / VERSION
    shutil.copytree(sysconfig.get_path("stdlib"), library, symlinks=True, ignore=LEFT_OUT)
    (library / "site-packages").mkdir()
    (library / "site-packages" / "README.txt").write_text("Packages are installed here.\n")
    headers = Path(sysconfig.get_path("include"))
    if headers.is_dir():
        shutil.copytree(headers, folder / "include" / VERSION, symlinks=True)
    copy_programs(folder / "bin")
    copy_shared_library(folder)
    undo_debian(library)
    put_placeholder(folder)
    # So that whatever the interpreter opens by its name is looked for in the prefix first.
    relocate(folder / "bin" / VERSION, folder)
    for path in [*folder.glob("lib/*.so*"), *library.glob("lib-dynload/*.so")]:
        if is_elf(path) and any(str(BASE) in entry for entry in read_rpath(path)):
            relocate(path, folder)


def copy_programs(target: Path) -> None:
    target.mkdir()
    interpreter = Path(sys._base_executable).resolve()
    shutil.copy2(interpreter, target / VERSION)
    for name in ["python", "python3"]:
        (target / name).symlink_to(VERSION)
    config = interpreter.with_name(f"{VERSION}-config")
    if config.is_file():
        shutil.copy2(config, target)


def copy_shared_library(folder: Path) -> None:
    """Of an interpreter that is but a small program around libpython."""
    output = subprocess.run(
        [PATCHELF, "--print-needed", folder / "bin" / VERSION],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in output.stdout.split():
        source = Path(sysconfig.get_config_var("LIBDIR"), name)
        if name.startswith("libpython") and source.is_file():
            shutil.copy2(source, folder / "lib")
            (folder / "lib" / name.removesuffix(".1.0")).symlink_to(name)


def undo_debian(library: Path) -> None:
    """Makes a Python of Debian look for packages where every other one does."""
    schemes = library / "sysconfig.py"
    text = schemes.read_text()
    if DEBIAN_CONDITION in text:
        replace_text(schemes, text.replace(DEBIAN_CONDITION, "True"))
    if DEBIAN_CONDITION in (library / "site.py").read_text():
        (library / "sitecustomize.py").write_text(SITE_CUSTOMIZE)


def put_placeholder(folder: Path) -> None:
    """Writes the placeholder for the prefix wherever the build wrote its own."""
    pattern = re.escape(str(BASE))
    if BASE == Path("/usr"):
        # The prefix of more than Python: only what is Python's own may move.
        own = r"['\"\s]|/(?:bin|lib|include)['\"\s]|/(?:lib|include)/python"
        pattern = rf"(?<![\w./-]){pattern}(?={own})"
    for path in (path for glob in FILES_WITH_PREFIX for path in folder.glob(glob)):
        if not path.is_symlink():
            replace_text(path, re.sub(pattern, PLACEHOLDER, path.read_text()))


def replace_text(path: Path, text: str) -> None:
    """Its compiled form goes, as it would no longer be that of the file."""
    mode = os.stat(path).st_mode
    path.write_text(text)
    path.chmod(mode)
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()
