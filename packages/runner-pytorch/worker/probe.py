"""What a Python environment is, and which torch it has, without importing torch.

    python probe.py

Prints one line of JSON, the last one on standard output. Standard library only; the syntax of Python 2.7
and up, so that an interpreter that is too old can say so itself. Nothing of torch runs: what it is stands
in files. Where those do not vouch for it (no installer knows it, a file was changed, a library that it
needs is missing) the line says so in `doubts`, and it takes an import to know.
"""

from __future__ import print_function

import base64
import hashlib
import io
import json
import os
import platform
import re
import struct
import sys

# Libraries of these families come with torch or beside it; the rest is the system's.
OWN_LIBRARIES = re.compile(r"^lib(torch|c10|caffe2|shm|cu|nv|nccl|mkl)")


def describe():
    result = {
        "stackbenchProbe": 1,
        "pythonVersion": platform.python_version(),
        "torch": None,
    }
    if sys.version_info >= (3, 8):
        result["torch"] = describe_torch()
    else:
        result["torch"] = any(os.path.isdir(os.path.join(folder, "torch")) for folder in sys.path) or None
    return result


def describe_torch():
    import importlib.util

    try:
        spec = importlib.util.find_spec("torch")
    except Exception as error:
        return {"version": None, "doubts": ["it cannot be looked up: %s" % error]}
    if spec is None or not spec.origin:
        return None
    package = os.path.dirname(spec.origin)
    version = read_version(os.path.join(package, "version.py"))
    installer = find_installer(package)
    binaries = missing_binaries(package)
    doubts = installer.pop("doubts") + binaries + missing_libraries(package)
    if version["version"] is None:
        doubts.append("its version.py tells no version")
    result = {"file": spec.origin, "doubts": doubts, "isForAnother": "not for this interpreter" in str(binaries)}
    result.update(version)
    result.update(installer)
    return result


def read_text(path):
    try:
        with io.open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (OSError, IOError):
        return ""


def read_version(path):
    """The assignments of torch/version.py, read as text."""
    text = read_text(path)

    def value(name):
        match = re.search(r"^%s\b[^=\n]*=\s*['\"]([^'\"]*)['\"]" % name, text, re.M)
        return match.group(1) if match else None

    return {"version": value("__version__"), "cuda": value("cuda"), "hip": value("hip")}


# --- Who installed it, and whether its files are as they were installed


def find_installer(package):
    """By whom torch was installed; doubts where its own record does not fit the files."""
    claims = [claim for claim in (claim_of_conda(package), claim_of_pip(package), claim_of_dpkg(package)) if claim]
    if not claims:
        return {"installedBy": None, "build": None, "doubts": ["no installer knows this torch"]}
    sound = [claim for claim in claims if not claim["doubts"]]
    chosen = (sound or claims)[0]
    if len(claims) > 1:
        chosen["alsoInstalledBy"] = [claim["installedBy"] for claim in claims if claim is not chosen]
    return chosen


def claim_of_pip(package):
    """pip's RECORD beside the package: path, hash, size."""
    site = os.path.dirname(package)
    for name in sorted(list_folder(site)):
        # conda's packages bring such a folder as well, and say whose it is.
        installer = read_text(os.path.join(site, name, "INSTALLER")).strip()
        if re.match(r"^torch-[^-]+\.dist-info$", name) and installer != "conda":
            record = read_text(os.path.join(site, name, "RECORD"))
            # Distributions ship the folder without a record: theirs is elsewhere.
            if not record:
                continue
            doubts = check_record(site, record)
            return {"installedBy": "pip", "build": None, "doubts": doubts}
    return None


def check_record(site, record):
    doubts = []
    pattern = r"^torch/(__init__\.py|version\.py|_C\.[^,/]+|lib/[^,/]+\.so[^,/]*),sha256=([^,]*),(\d+)\r?$"
    entries = re.findall(pattern, record, re.M)
    if not any(name == "__init__.py" for name, _, _ in entries):
        return ["pip's record does not list it"]
    for name, digest, size in entries:
        path = os.path.join(site, "torch", *name.split("/"))
        if file_size(path) != int(size):
            doubts.append("torch/%s is not as pip installed it" % name)
        elif name == "__init__.py" and not has_sha256(path, digest):
            doubts.append("torch/%s was changed after pip installed it" % name)
    return doubts


def has_sha256(path, digest):
    with io.open(path, "rb") as file:
        actual = base64.urlsafe_b64encode(hashlib.sha256(file.read()).digest())
    return actual.rstrip(b"=").decode() == digest


def claim_of_conda(package):
    """conda's record of the package that put the file there."""
    # A venv may take its packages from a conda environment below it.
    for prefix in dict.fromkeys((sys.prefix, sys.base_prefix)):
        claim = claim_in_prefix(package, prefix)
        if claim is not None:
            return claim
    return None


def claim_in_prefix(package, prefix):
    meta = os.path.join(prefix, "conda-meta")
    path = os.path.relpath(os.path.join(package, "__init__.py"), prefix).replace(os.sep, "/")
    for name in sorted(list_folder(meta)):
        if re.match(r"^(pytorch|libtorch|torch)-.*\.json$", name):
            text = read_text(os.path.join(meta, name))
            if '"%s"' % path not in text:
                continue
            try:
                record = json.loads(text)
            except ValueError:
                return {"installedBy": "conda", "build": None, "doubts": ["conda's record %s is damaged" % name]}
            return {
                "installedBy": "conda",
                "build": record.get("build"),
                "doubts": check_conda_record(record, prefix, path),
            }
    return None


def check_conda_record(record, prefix, path):
    listed = {entry.get("_path"): entry for entry in record.get("paths_data", {}).get("paths", [])}
    entry = listed.get(path, {})
    digest = entry.get("sha256_in_prefix") or entry.get("sha256")
    if digest is None:
        return []
    with io.open(os.path.join(prefix, *path.split("/")), "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != digest:
            return ["torch/__init__.py was changed after conda installed it"]
    return []


def claim_of_dpkg(package):
    """dpkg's list of MD5 sums, with paths relative to the root."""
    path = os.path.join(package, "__init__.py")
    folder = "/var/lib/dpkg/info"
    for name in sorted(list_folder(folder)):
        if re.match(r"^(python3-torch|python3-pytorch)[^/]*\.md5sums$", name):
            match = re.search(r"^([0-9a-f]{32})  %s$" % re.escape(path.lstrip("/")), read_text(os.path.join(folder, name)), re.M)
            if match is None:
                continue
            with io.open(path, "rb") as file:
                same = hashlib.md5(file.read()).hexdigest() == match.group(1)
            doubts = [] if same else ["torch/__init__.py was changed after dpkg installed it"]
            return {"installedBy": "dpkg", "build": None, "doubts": doubts}
    return None


def list_folder(path):
    try:
        return os.listdir(path)
    except OSError:
        return []


def file_size(path):
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


# --- Whether what it needs is there


def missing_binaries(package):
    """torch's extension must be one that this very interpreter loads."""
    from importlib.machinery import EXTENSION_SUFFIXES

    if any(os.path.exists(os.path.join(package, "_C" + suffix)) for suffix in EXTENSION_SUFFIXES):
        return []
    found = [name for name in list_folder(package) if re.match(r"^_C\..*(so|pyd)$", name)]
    if not found:
        return ["it has no torch/_C"]
    return ["%s is not for this interpreter (Python %s)" % (found[0], platform.python_version())]


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
        own = [re.sub(r"\$(ORIGIN|\{ORIGIN\})", lambda _, origin=origin: origin, folder) for origin in origins for folder in folders]
        searched = own + origins + paths
        for each in needed:
            is_own = OWN_LIBRARIES.match(each) is not None and not each.startswith("libcuda.so")
            if is_own and not any(os.path.exists(os.path.join(folder, each)) for folder in searched if folder):
                missing.append("%s, which %s needs, is nowhere beside it" % (each, name))
    return missing


def read_elf(path):
    """DT_NEEDED, and the folders of DT_RUNPATH or else DT_RPATH, of a 64-bit little-endian ELF file."""
    try:
        with io.open(path, "rb") as file:
            return read_dynamic(file)
    except (OSError, IOError, struct.error, ValueError):
        return [], []


def read_dynamic(file):
    header = file.read(64)
    if header[:6] != b"\x7fELF\x02\x01":
        return [], []
    # e_phoff, e_phentsize, e_phnum (elf(5)).
    start, size, count = struct.unpack_from("<Q14xHH", header, 32)
    segments = []
    for index in range(count):
        file.seek(start + index * size)
        kind, _, offset, address, _, length = struct.unpack("<IIQQQQ", file.read(40))
        segments.append((kind, offset, address, length))
    dynamic = next((segment for segment in segments if segment[0] == 2), None)
    if dynamic is None:
        return [], []
    file.seek(dynamic[1])
    raw = file.read(dynamic[3])
    entries = [struct.unpack_from("<qQ", raw, at) for at in range(0, len(raw) - 15, 16)]
    # DT_NEEDED 1, DT_STRTAB 5, DT_STRSZ 10, DT_RPATH 15, DT_RUNPATH 29.
    values = dict(entries)
    table = values.get(5, 0)
    offset = next(o + table - a for kind, o, a, n in segments if kind == 1 and a <= table < a + n)
    file.seek(offset)
    names = file.read(values.get(10, 0))

    def text(at):
        return names[at : names.index(b"\0", at)].decode("utf-8", "replace")

    needed = [text(value) for tag, value in entries if tag == 1]
    path = values.get(29, values.get(15))
    return needed, text(path).split(":") if path is not None else []


if __name__ == "__main__":
    line = json.dumps(describe())
    # On a line of its own, whatever was printed before.
    sys.stdout.write("\n" + line + "\n")
